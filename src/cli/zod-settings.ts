// Imported first by the command line: zod then does not try whether this place allows `new Function`, and compiles nothing for
// the few values that a start checks.

import * as z from 'zod'

z.config({ jitless: true })
