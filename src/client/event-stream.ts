// Server-sent events: read from a body, and followed over connections that break.

import { setTimeout as sleep } from 'node:timers/promises'
import { AdminError } from './http.ts'

export type ServerEvent = { readonly id: string | undefined; readonly data: string }

export type Following = {
  /** Opens a connection that goes on after the event with this id; the first one without. */
  readonly open: (lastId: string | undefined) => Promise<Response>
  /** Ends everything without an error. */
  readonly signal: AbortSignal
}

const FIRST_RETRY_MS = 100
const MAX_RETRIES = 7

/** Throws an AdminError when the first connection fails, when one is refused, and when the server stays away for some 13 s. */
export async function* followEvents({ open, signal }: Following): AsyncGenerator<ServerEvent, undefined> {
  let last: string | undefined
  let isOpened = false
  for (let retries = 0; !signal.aborted; retries++) {
    try {
      if (retries > 0) await sleep(FIRST_RETRY_MS * 2 ** (retries - 1), undefined, { signal })
      const { body } = await open(last)
      isOpened = true
      retries = 0
      for await (const event of readEvents(body ?? [])) {
        last = event.id ?? last
        yield event
      }
    } catch (error) {
      if (signal.aborted) return
      const isRefused = error instanceof AdminError && error.status > 0
      if (isRefused || !isOpened || retries >= MAX_RETRIES) throw error
    }
  }
}

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
