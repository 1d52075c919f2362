// Answers that end their connection. A client that reads "Connection: close" sends nothing more on it, so no request is lost.

import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

export type LastAnswers = {
  /** Makes answers for node:http. */
  readonly Response: typeof ServerResponse<IncomingMessage>
  /** A request has come. */
  enter(response: ServerResponse): void
  /** From now on each connection ends with the last answer that is due on it. */
  begin(): void
}

export function createLastAnswers(): LastAnswers {
  let isClosing = false
  /** The answer that each client which pipelines waits for last. */
  const newest = new WeakMap<Socket, ServerResponse>()

  function isLast(response: ServerResponse): boolean {
    const known = newest.get(response.req.socket)
    return known === undefined || known === response || known.writableFinished
  }

  /** Node.js makes the answers, so it takes a class. Every way to write their head leads through writeHead(). */
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
      // An answer without a connection waits for earlier ones of a client that pipelines.
      if (response.socket === null) newest.set(response.req.socket, response)
    },

    begin() {
      isClosing = true
    },
  }
}
