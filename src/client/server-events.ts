// Server-sent events, read from a body.

export type ServerEvent = {
  readonly id: string | undefined
  readonly name: string
  readonly data: string
}

/** The events of a text/event-stream as WHATWG HTML reads them. */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ServerEvent> {
  let id: string | undefined
  let name = ''
  let data: string[] = []
  for await (const line of readLines(bytes)) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (line === '') {
      if (data.length > 0) yield { id, name: name || 'message', data: data.join('\n') }
      name = ''
      data = []
    } else if (field === 'id') id = value
    else if (field === 'event') name = value
    else if (field === 'data') data.push(value)
  }
}

/** Whole lines: what follows the last line break is an event that broke off. */
async function* readLines(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
  }
}
