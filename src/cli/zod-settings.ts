// The CLI imports this file first. With `jitless`, zod neither tests whether `new Function` works
// nor compiles code for the few checks at the start.

import * as z from 'zod'

z.config({ jitless: true })
