// Answering a client that is still sending what nobody wants to read.
//
// A connection that is closed while bytes arrive is reset, and the client may lose the answer with it. So the answer leaves whole, some
// of the rest is read and dropped, and then the connection ends.

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { hasBody } from './body.ts'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'

const MAX_DROPPED = 8 * 1024 * 1024
const LINGER_MS = 2000

export type LastWords = {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

export const isStillComing = (request: IncomingMessage): boolean =>
  !request.complete && hasBody(request)

/** Ends the connection as soon as the client has sent all, and after two seconds at the latest. */
export function hangUp(response: ServerResponse, { status, headers, body }: LastWords): void {
  const { req: request } = response
  const timer = setTimeout(end, LINGER_MS).unref()
  let left = MAX_DROPPED
  response.once('close', () => clearTimeout(timer))
  response
    .writeHead(status, { ...headers, Connection: 'close', 'Content-Length': body.length })
    .write(body)
  request.on('data', drop).once('end', end).resume()

  function drop(bytes: Uint8Array): void {
    left -= bytes.length
    // The client is then held up by the system, and has time to look at the answer.
    if (left < 0) request.pause()
  }

  function end(): void {
    clearTimeout(timer)
    response.end()
  }
}
