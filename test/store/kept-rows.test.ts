import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createInvention } from '../../src/seed/invention.ts'
import { loadGenerated } from '../../src/seed/many-rows.ts'
import { openDatabase } from '../../src/store/database.ts'
import { render } from './rows.ts'

const opened: Database.Database[] = []
let folder = ''
let file = ''
let seeded = 0

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-rows-'))
  file = join(folder, 'rows.db')
  seeded = 0
})
afterEach(() => {
  for (const db of opened.splice(0)) db.close()
  rmSync(folder, { recursive: true })
})

/** Opens a database in memory, and lists its schema and all of its rows. */
async function openAll(seed: number, kept: string | undefined, generate = 300): Promise<unknown> {
  const { db } = await openDatabase({
    file: undefined,
    kept,
    order: 'id',
    render,
    ...createInvention(1),
    async seed() {
      seeded++
      return { rows: await loadGenerated({ generate, seed }), datasetName: `seed ${seed}` }
    },
  })
  opened.push(db)
  const schema = db
    .prepare<[], string[]>('SELECT type, name, sql FROM sqlite_master ORDER BY type, name')
    .raw()
    .all()
  const tables = schema.flatMap(([type, name = '']) => (type === 'table' ? [name] : []))
  const pragmas = ['user_version', 'auto_vacuum', 'page_size', 'integrity_check']
  return [
    schema,
    tables.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).raw().all()]),
    pragmas.map((name) => db.pragma(name, { simple: true })),
  ]
}

test('kept rows are the rows as they were seeded, with indexes and triggers', async () => {
  const fresh = await openAll(1, undefined)
  expect(await openAll(1, file)).toEqual(fresh)
  expect(lstatSync(file).mode & 0o077).toBe(0)
  expect(await openAll(1, file)).toEqual(fresh)
  expect(seeded).toBe(2)
})

const copyOf = (bytes: Buffer, change: (bytes: Buffer) => void): Buffer => {
  change(bytes)
  return bytes
}

test.each<[string, () => void]>([
  ['empty', () => truncateSync(file, 0)],
  ['cut', () => truncateSync(file, 200_000)],
  ['of something else', () => writeFileSync(file, 'nonsense'.repeat(10_000))],
  [
    'without its last pages',
    () =>
      writeFileSync(
        file,
        copyOf(readFileSync(file), (bytes) => bytes.fill(0, 98_304)),
      ),
  ],
])('a file that is %s is made again', async (_, damage) => {
  const fresh = await openAll(1, file)
  damage()
  expect(await openAll(1, file)).toEqual(fresh)
  expect(seeded).toBe(2)
  expect(await openAll(1, file)).toEqual(fresh)
  expect(seeded).toBe(2)
})

test('rows that cannot be kept leave nothing behind', async () => {
  const missing = join(folder, 'missing')
  expect(await openAll(1, join(missing, 'rows.db'))).toEqual(await openAll(1, undefined))
  expect(readdirSync(folder)).toEqual([])
})

test('the rows of the newest starts are kept in 64 MB', async () => {
  await openAll(1, file, 2000)
  const count = Math.ceil(2 ** 26 / lstatSync(file).size)
  const names = Array.from({ length: count }, (_, index) => join(folder, `${index}.db`))
  for (const [index, name] of names.entries()) {
    copyFileSync(file, name)
    utimesSync(name, index, index)
  }
  await openAll(1, join(folder, 'new.db'), 10)
  const left = names.map((name) => existsSync(name))
  const removed = left.indexOf(true)
  expect([removed > 0, left.includes(false, removed)]).toEqual([true, false])
  const bytes = readdirSync(folder).map((name) => lstatSync(join(folder, name)).size)
  expect(bytes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(2 ** 26)
})
