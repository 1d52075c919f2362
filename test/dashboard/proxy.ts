// A reverse proxy that has a mock below a path, as in front of a demo.

import { once } from 'node:events'
import { createServer, request } from 'node:http'

export type Proxy = { readonly url: string; [Symbol.asyncDispose](): Promise<void> }

/** Everything below `prefix`, and nothing else, is the mock's, which is told of the prefix. */
export async function startProxy(target: string, prefix: string): Promise<Proxy> {
  const server = createServer((incoming, response) => {
    const path = incoming.url?.startsWith(`${prefix}/`)
      ? incoming.url.slice(prefix.length)
      : undefined
    if (path === undefined) {
      response.writeHead(404).end('not below the prefix')
      return
    }
    const headers = { ...incoming.headers, 'x-forwarded-prefix': prefix }
    const outgoing = request(target + path, { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    response.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
