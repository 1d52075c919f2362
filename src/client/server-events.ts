// Server-sent events, read from a body.

import { createParser } from 'eventsource-parser'

export type ServerEvent = {
  /** The last id that the body named, with this event or before. */
  readonly id: string | undefined
  readonly name: string
  readonly data: string
}

/** The events of a text/event-stream as WHATWG HTML reads them. */
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
