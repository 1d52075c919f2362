// Datasets as text, and reading them in chunks.

import { expect } from 'vitest'
import { type Dataset, DatasetError } from '../../src/dataset/dataset.ts'
import { type DatasetPart, readDataset } from '../../src/dataset/stream.ts'
import type { ReadOptions } from '../../src/dataset/streamed-input.ts'

export const row = (fields: object = {}): object => ({
  id: 1,
  uuid: 'c1',
  assistant_id: 1,
  type: 'test',
  message_count: 3,
  total_cost: 0.5,
  ai_enabled: true,
  created_at: '2025-01-25 10:15:00',
  updated_at: '2025-01-25 10:28:45',
  ...fields,
})

export const user = { id: 1 }
export const token = { id: 1, user_id: 1, plain: 'key' }
export const assistant = { id: 1, uuid: 'a1', user_id: 1, name: 'Assistant' }
export const tables = {
  users: [user],
  tokens: [token],
  assistants: [assistant],
  conversations: [row()],
}

export const without = (name: string): object =>
  Object.fromEntries(Object.entries(tables).filter(([table]) => table !== name))

export const withVariables = (json: string): string =>
  JSON.stringify({ ...tables, conversations: [row({ variables: '?' })] }).replace('"?"', json)

export async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const EDGE = 4096
const MIDDLE = 1009

/** Byte by byte at the start and at the end, which is all of most texts. */
export async function* smallChunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) {
    const size =
      at < EDGE || at >= bytes.length - EDGE ? 1 : Math.min(MIDDLE, bytes.length - EDGE - at)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  which: ReadOptions['tables'] = 'all',
): Promise<DatasetPart[]> {
  const parts: DatasetPart[] = []
  for await (const part of readDataset(chunks, { name: 'place', tables: which })) parts.push(part)
  return parts
}

export const partsOf = (
  text: string,
  size: number,
  which?: ReadOptions['tables'],
): Promise<DatasetPart[]> => collect(chunksOf(text, size), which)

export async function readWhole(
  text: string,
  size: number,
  which?: ReadOptions['tables'],
): Promise<Dataset> {
  const whole: Dataset = { users: [], tokens: [], assistants: [], conversations: [] }
  for (const part of await partsOf(text, size, which)) addTo(whole, part)
  return whole
}

function addTo(whole: Dataset, part: DatasetPart): void {
  expect(part.first).toBe(whole[part.table]?.length ?? 0)
  switch (part.table) {
    case 'users':
      return void whole.users.push(...part.rows)
    case 'tokens':
      return void whole.tokens.push(...part.rows)
    case 'assistants':
      return void whole.assistants.push(...part.rows)
    case 'conversations':
      return void whole.conversations.push(...part.rows)
    default:
      return void (whole[part.table] ??= []).push(...part.rows)
  }
}

export const sentenceOf = (error: unknown): string => {
  if (error instanceof DatasetError) return error.message
  throw error
}

/** The sentence with which the text is refused, wherever its chunks end. */
export async function refusalOf(text: string, which?: ReadOptions['tables']): Promise<string> {
  const chunkings = [chunksOf(text, 2 ** 24), smallChunksOf(text)]
  const [inOne, inMany] = await Promise.all(
    chunkings.map((chunks) => collect(chunks, which).then(() => 'accepted', sentenceOf)),
  )
  expect(inMany).toBe(inOne)
  return inOne ?? ''
}
