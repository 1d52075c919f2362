// Reads server-sent events from a body.

import { createParser } from 'eventsource-parser'

export type ServerEvent = {
  /** The newest id in the body so far, from this event or an earlier one. */
  readonly id: string | undefined
  readonly name: string
  readonly data: string
}

/** The events of a text/event-stream body, parsed as WHATWG HTML says. */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  let events: ServerEvent[] = []
  let lastId: string | undefined
  const parser = createParser({
    onId: (id) => (lastId = id),
    onEvent: ({ event, data }) => events.push({ id: lastId, name: event || 'message', data }),
  })
  for await (const chunk of bytes) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield* events
    events = []
  }
}
