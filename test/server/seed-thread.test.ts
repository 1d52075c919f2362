// Another thread reads or invents the rows. It tells what this thread would.

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { DatasetError } from '../../src/dataset/dataset.ts'
import { formatDataset } from '../../src/dataset/text.ts'
import type { FileOptions } from '../../src/seed/dataset-file.ts'
import { createInvention } from '../../src/seed/invention.ts'
import { type ManyRows, openManyRows } from '../../src/seed/many-rows.ts'
import { rowNames } from '../../src/seed/row-locations.ts'
import { loadInThread } from '../../src/server/seed-thread.ts'
import { openStore, type Seed } from '../../src/store/open-store.ts'
import { storedRows } from '../../src/store/stored-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'thread-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Observers = Pick<FileOptions, 'onRead' | 'onWarning'>
type Load = (many: ManyRows, observers: Observers) => Promise<Seed>

const here: Load = async (many, observers) => {
  const { parts, datasetName, locations } = await openManyRows(many, observers)
  const all = (async function* all() {
    yield* parts
  })()
  return { parts: all, datasetName, ...rowNames(locations ?? { name: 'generated rows' }) }
}

const inThread: Load = async (many, observers) => loadInThread(many, observers)

/** All that a store holds, and all that was told. */
async function load(from: Load, many: ManyRows): Promise<unknown> {
  const told = { warnings: [] as string[], bytes: 0, counts: [] as number[], indexings: 0 }
  try {
    const store = await openStore({
      file: undefined,
      order: 'id',
      render: renderConversation,
      seed: () =>
        from(many, {
          onRead: ({ bytes }) => (told.bytes = bytes),
          onWarning: (message) => told.warnings.push(message),
        }),
      ...createInvention(1),
      onRow: (count) => told.counts.push(count),
      onIndexing: () => told.indexings++,
    })
    const rows = storedRows(store, store.users.list(), () => new Error('gone'))
    const text = [...formatDataset(rows)].join('')
    const facts = { rows: store.seededRows(), source: store.datasetName() }
    store.close()
    return { ...facts, text, ...told }
  } catch (error) {
    return error instanceof DatasetError ? [error.message, error.problems] : error
  }
}

const header = 'id,uuid,type,created_at,odd\n'
const csvRow = (id: number, uuid = `u${id}`): string => `${id},${uuid},api,2025-01-01 10:00:00,x\n`
const csv = (count: number): string =>
  header + Array.from({ length: count }, (_, index) => csvRow(index + 1)).join('')

function fileOf(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, '')
  appendFileSync(file, text)
  return file
}

const ofFile = (file: string): ManyRows => ({ file, order: 'id', setting: '--dataset' })
const users = '"users":[{"id":1}],"tokens":[]'
const assistants = '"assistants":[{"id":1,"uuid":"a","user_id":1,"name":"A"}]'
const jsonRow = (id: number, uuid: string): string =>
  `{"id":${id},"uuid":"${uuid}","assistant_id":1,"type":"test","message_count":1,"total_cost":0.5,"ai_enabled":true,` +
  '"created_at":"2025-01-25 10:15:00","updated_at":"2025-01-25 10:28:45"}'
const message = (id: number, conversation: number): string =>
  `{"id":${id},"conversation_id":${conversation},"role":"user","content":"hi","function_calls":null}`
const json = (rows: readonly string[], messages: readonly string[]): string =>
  `{${users},${assistants},"conversations":[${rows.join()}],"messages":[${messages.join()}]}`

describe('a thread tells the same as the one that asks', () => {
  test.each<[string, ManyRows]>([
    ['generated rows', { generate: 2777, seed: 3 }],
    ['a table', ofFile(fileOf('rows.csv', csv(2321)))],
    ['JSON lines', ofFile(fileOf('rows.ndjson', '{"id":2}\n\n{"id":1}\n'))],
    ['a uuid that comes twice', ofFile(fileOf('twice.csv', csv(1200) + csvRow(1201, 'u7')))],
    ['a bad cell', ofFile(fileOf('bad.csv', `${csv(900)}901,u901,sms,2025-01-01 10:00:00,x\n`))],
    ['bad JSON', ofFile(fileOf('bad.json', `{${users},${assistants},"conversations":[{]}`))],
    ['messages', ofFile(fileOf('messages.json', json([jsonRow(1, 'u')], [message(1, 1)])))],
    ['a stray message', ofFile(fileOf('stray.json', json([jsonRow(1, 'u')], [message(1, 2)])))],
    [
      'a uuid that comes twice before messages',
      ofFile(fileOf('both.json', json([jsonRow(1, 'u'), jsonRow(2, 'u')], [message(1, 1)]))),
    ],
    ['a file that is not there', ofFile(join(folder, 'none.ndjson'))],
  ])('%s', async (_, many) => {
    expect(await load(inThread, many)).toEqual(await load(here, many))
  })
})

test('a row that is refused ends the thread', async () => {
  const many = ofFile(fileOf('large.csv', csv(6000) + csvRow(6001, 'u1')))
  expect(await load(inThread, many)).toMatchObject([
    expect.stringContaining('line 6002, uuid: is already used in line 2; it must be unique'),
    [],
  ])
})
