// Answers a client that is still sending a body that the mock does not read.
//
// Closing a connection while bytes arrive resets it, and the client may then lose the answer. So
// the mock sends the whole answer, reads and drops some of the rest, and then ends the connection.

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { hasBody } from './body.ts'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'

const MAX_DROPPED = 8 * 1024 * 1024
const LINGER_MS = 2000

type LastWords = {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

export const isStillComing = (request: IncomingMessage): boolean =>
  !request.complete && hasBody(request)

/** Ends the connection when the client has sent everything, or after two seconds. */
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
    // The system then stops the client from sending, which gives the client time to read the
    // answer.
    if (left < 0) request.pause()
  }

  function end(): void {
    clearTimeout(timer)
    response.end()
  }
}
