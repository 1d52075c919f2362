import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { columns } from '../../src/store/schema.ts'
import { createRows, expectedIds } from './rows.ts'
import { countOf, listed, newFile, noticing, open, write } from './stores.ts'

const dataset = await createRows(400, 'rising with id')
const expected = expectedIds(dataset, { datasetId: 1, filters: {} }, 'id')
const [newest = 0, second = 0, third = 0, fourth = 0] = expected

/** SQL for one more row of another id and date. */
const copied = (id: number, newId: number): string =>
  `INSERT INTO conversations (${columns}) SELECT ${columns
    .replace(/\bid\b/, String(newId))
    .replace('created_at', "'1999-01-01 00:00:00'")
    .replace('basic', `'${newId}'`)} FROM conversations WHERE id = ${id}`

test.each([
  [
    'changed rows',
    `UPDATE conversations SET basic = '-1', type = 'test' WHERE id IN (${newest}, ${second})`,
  ],
  [
    'rows that changed twice',
    `UPDATE conversations SET basic = '-1' WHERE id = ${newest}; UPDATE conversations SET basic = '-2' WHERE id = ${newest}`,
  ],
  ['deleted rows', `DELETE FROM conversations WHERE id IN (${newest}, ${third})`],
  ['all rows', 'DELETE FROM conversations'],
  ['inserted rows, by taking them away', `${copied(newest, 9001)}; ${copied(second, 9002)}`],
  ['rows that were replaced', copied(newest, fourth).replace('INSERT', 'INSERT OR REPLACE')],
  [
    'rows that were deleted and came back',
    `DELETE FROM conversations WHERE id = ${second}; ${copied(newest, second)}`,
  ],
  [
    'rows that went to another id',
    `UPDATE conversations SET id = 9001, basic = '9001' WHERE id = ${third}`,
  ],
  [
    'rows that went to another dataset',
    `UPDATE conversations SET dataset_id = 2 WHERE id = ${third}`,
  ],
  ['dates', `UPDATE conversations SET created_at = '1999-01-01 00:00:00' WHERE id = ${newest}`],
])('a reset brings back %s', async (_, sql) => {
  const file = newFile()
  const store = await open(dataset, { file })
  const middle = dataset.conversations[200]?.created_at.slice(0, 10) ?? ''
  const state = () =>
    [
      {},
      { type: 'test' },
      { date_from: middle },
      { date_to: middle },
      { date_to: '2000-01-01' },
    ].map((filters) => listed(store, filters))
  const before = state()
  write(file, sql)
  await noticing()
  const changed = store.version(1)
  expect(state()).not.toEqual(before)
  store.reset()
  expect(store.version(1)).toBeGreaterThan(changed)
  expect(state()).toEqual(before)
  expect([1, 2].map((datasetId) => countOf(store, { datasetId, filters: {} }))).toEqual([
    expected.length,
    400 - expected.length,
  ])
})

test('a reset can be done again and again', async () => {
  const file = newFile()
  const store = await open(dataset, { file })
  for (let round = 0; round < 3; round++) {
    write(
      file,
      `DELETE FROM conversations WHERE id = ${second}`,
      `UPDATE conversations SET basic = '-1' WHERE id = ${third}`,
    )
    await noticing()
    store.version(1)
    expect(listed(store)).not.toEqual(expected)
    store.reset()
    expect(listed(store)).toEqual(expected)
  }
})

test('a reset also brings back what was changed before the file was opened', async () => {
  const file = newFile()
  const first = await open(dataset, { file })
  first.close()
  write(file, `DELETE FROM conversations WHERE id = ${newest}`)
  const store = await open(dataset, { file })
  expect(listed(store)).toEqual(expected.slice(1))
  store.reset()
  expect(listed(store)).toEqual(expected)
})

test('a reset leaves date ranges as fast as they were', async () => {
  const file = newFile()
  const store = await open(dataset, { file })
  write(file, `UPDATE conversations SET created_at = '1999-01-01 00:00:00' WHERE id = ${newest}`)
  const chronological = () => {
    const db = new Database(file)
    const flags = db
      .prepare<[], number>('SELECT chronological FROM datasets ORDER BY id')
      .pluck()
      .all()
    db.close()
    return flags
  }
  expect(chronological()).toEqual([0, 1])
  store.reset()
  expect(chronological()).toEqual([1, 1])
})
