// Listens to the live stream of requests and checks every byte of it.

import type { IncomingMessage } from 'node:http'
import { RequestEntry } from '../../src/journal/schemas.ts'
import { type Address, open } from './calls.ts'

export type Heard = { readonly id: number; readonly entry: RequestEntry }

/** Opens the stream and collects its events. */
export async function listen(address: Address, query = '', headers: Record<string, string> = {}) {
  const response = await open(address, { path: `/__admin/requests/stream${query}`, headers })
  const heard: Heard[] = []
  let text = ''
  let wake: (() => void) | undefined
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    heard.push(...blocks.flatMap(toHeard))
    wake?.()
  })
  response.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => response.once('close', resolve))
  return {
    response,
    heard,
    ended,
    /** Waits for `count` events. Resolves to their ids. */
    async until(count: number): Promise<number[]> {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return heard.map(({ id }) => id)
    },
    stop: () => void response.destroy(),
  }
}

export type Listening = Awaited<ReturnType<typeof listen>>

/** Parses an event of exactly three lines. Skips pings and `retry`; throws for anything else. */
function toHeard(block: string): Heard[] {
  const [, id, data] = /^id: (\d+)\nevent: request\ndata: (\{.*\})$/.exec(block) ?? []
  if (id === undefined || data === undefined) {
    if (/^(: ping|retry: \d+)$/.test(block)) return []
    throw new Error(`no event: ${block}`)
  }
  return [{ id: Number(id), entry: RequestEntry.parse(JSON.parse(data)) }]
}

export const isStream = ({ statusCode, headers }: IncomingMessage): boolean =>
  statusCode === 200 &&
  headers['content-type'] === 'text/event-stream' &&
  headers['cache-control'] === 'no-store'
