// Answers that end their connection. A client that reads "Connection: close" sends no further
// request on it, so no request is lost.

import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

type LastAnswers = {
  /** The response class to pass to node:http. */
  readonly Response: typeof ServerResponse<IncomingMessage>
  /** Call this for each request that arrives. */
  enter(response: ServerResponse): void
  /** From now on, the last pending answer of each connection ends the connection. */
  begin(): void
}

export function createLastAnswers(): LastAnswers {
  let isClosing = false
  /** The newest pending answer of each client that pipelines. */
  const newest = new WeakMap<Socket, ServerResponse>()

  function isLast(response: ServerResponse): boolean {
    const known = newest.get(response.req.socket)
    return known === undefined || known === response || known.writableFinished
  }

  /**
   * Node.js takes a class because it creates the answers itself. Every way to write the head calls
   * writeHead().
   */
  class Response extends ServerResponse {
    override writeHead(status: number, second?: string | Headers, headers?: Headers): this {
      if (isClosing && isLast(this)) this.shouldKeepAlive = false
      return typeof second === 'string'
        ? super.writeHead(status, second, headers)
        : super.writeHead(status, second)
    }
  }

  return {
    Response,

    enter(response) {
      // An answer without a connection waits for earlier answers of a pipelining client.
      if (response.socket === null) newest.set(response.req.socket, response)
    },

    begin() {
      isClosing = true
    },
  }
}
