// Ports that a test comes back to.

import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that machines give to anybody who asks for any port. */
const FIRST = 20_000
const COUNT = 10_000

/** A port that is free, and stays so while nobody listens on it: those that others get for port 0 are elsewhere. */
export async function findPort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, () => resolve(true))
    })
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
