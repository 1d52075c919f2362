// Finds ports that stay free, for tests that use the same port several times.

import { once } from 'node:events'
import { createServer } from 'node:net'

/** The first port. The range lies below the ports that systems hand out for port 0. */
const FIRST = 20_000
const COUNT = 10_000

/** A free port. Other programs do not get it by chance, because port 0 gives higher ports. */
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
