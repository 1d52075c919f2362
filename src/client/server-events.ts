// Server-sent events, read from a body.

export type ServerEvent = { readonly id: string | undefined; readonly data: string }

/** The events of a text/event-stream as WHATWG HTML reads them, without their names. */
export async function* readEvents(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  let id: string | undefined
  let data: string[] = []
  for await (const line of readLines(bytes)) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (line === '') {
      if (data.length > 0) yield { id, data: data.join('\n') }
      data = []
    } else if (name === 'id') id = value
    else if (name === 'data') data.push(value)
  }
}

/** Whole lines: what follows the last line break is an event that broke off. */
async function* readLines(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    yield* lines
  }
}
