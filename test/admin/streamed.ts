// Tests imports and exports of datasets while the mock answers other clients.

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { formatDataset } from '../../src/dataset/text.ts'
import { loadGenerator } from '../../src/seed/generator.ts'
import { ask } from '../client/asking.ts'
import { call, open } from './calls.ts'
import { get } from './refusals.ts'

const CHUNK = 256 * 1024

/** The text of a dataset in pieces. A row may be split between two pieces. */
async function piecesOf(count: number): Promise<string[]> {
  const { conversations, ...others } = await loadGenerator({ count, seed: 9 })
  const pieces: string[] = []
  let piece = ''
  for (const line of formatDataset({ ...others, conversations: conversations() })) {
    piece += line
    if (piece.length < CHUNK) continue
    pieces.push(piece)
    piece = ''
  }
  return [...pieces, piece]
}

const MARK = '"conversations":['

/** A checksum of the dataset from its conversations on. This part is equal for all users. */
export async function checksumOf(source: AsyncIterable<Buffer | string>): Promise<string> {
  const hash = createHash('sha256')
  let head: string | undefined = ''
  for await (const chunk of source) {
    if (head === undefined) hash.update(chunk)
    else if ((head += String(chunk)).includes(MARK)) {
      hash.update(head.slice(head.indexOf(MARK)))
      head = undefined
    }
  }
  return hash.digest('hex')
}

/** Requests the list repeatedly. Reports the seen totals, the answers and the slowest answer. */
export function keepAsking({ url }: Mock, token: string) {
  const seen = new Set<number | undefined>()
  const state = { answers: 0, slowest: 0, isOver: false }
  const asking = (async () => {
    while (!state.isOver) {
      const start = performance.now()
      const { total } = await ask(url, token, '?per_page=1')
      state.slowest = Math.max(state.slowest, performance.now() - start)
      seen.add(total)
      state.answers++
    }
  })()
  return async () => {
    state.isOver = true
    await asking
    return { ...state, seen: [...seen] }
  }
}

/** Imports and exports rows: of all users, or of the user in `query`. */
export async function expectStreamed(rows: number, query: string): Promise<void> {
  await using mock = await startMock({ dataset: 'ties', key: 'watcher=combined' })
  const pieces = await piecesOf(rows)
  const before = await mock.conversations.count()
  const stop = keepAsking(mock, 'watcher')
  const memory = process.memoryUsage().rss
  const { body } = await call(mock, {
    method: 'PUT',
    path: `/__admin/dataset${query}`,
    chunks: pieces,
  })
  expect(body).toMatchObject({ assistants: 3, conversations: rows })
  const { seen, answers, slowest } = await stop()
  const grown = Math.round((process.memoryUsage().rss - memory) / 2 ** 20)
  console.log(
    `${rows} rows: ${answers} answers, the slowest after ${Math.round(slowest)} ms; ${grown} MiB more`,
  )
  // Without turns, there would be only two or three answers.
  expect(answers).toBeGreaterThan(10)
  expect([[before], [before, rows]]).toContainEqual(seen)
  expect((await ask(mock.url, 'watcher', '?per_page=1')).total).toBe(rows)
  expect(await checksumOf(await open(mock, get(`/dataset${query}`)))).toBe(
    await checksumOf(Readable.from(pieces)),
  )
  await mock.reset()
  expect(await mock.conversations.count()).toBe(before)
}
