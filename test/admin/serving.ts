// Watches the answers of a mock in this process from the server's side.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'

const CHANNEL = 'http.server.request.start'
const Started = z.object({
  request: z.instanceof(IncomingMessage),
  response: z.instanceof(ServerResponse),
})

/** Collects the answers to calls of one path below /__admin. */
export function watchServed(
  path: string,
): Disposable & { readonly responses: readonly ServerResponse[] } {
  const responses: ServerResponse[] = []
  const onStart = (message: unknown): void => {
    const { request, response } = Started.parse(message)
    if (request.url?.startsWith(`/__admin${path}`)) responses.push(response)
  }
  subscribe(CHANNEL, onStart)
  return { responses, [Symbol.dispose]: () => void unsubscribe(CHANNEL, onStart) }
}
