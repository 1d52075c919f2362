import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import type { Filters } from '../../src/store/filters.ts'
import { canMakeDevices, makeDevice } from '../devices.ts'
import { createRows, expectedIds } from './rows.ts'
import {
  countOf,
  failureOf,
  listed,
  newFile,
  noticing,
  open,
  pageOf,
  placeNames,
  places,
  sliceOf,
  write,
} from './stores.ts'

const dataset = await createRows(400, 'rising with id')

const expected = (filters: Filters = {}): number[] =>
  expectedIds(dataset, { datasetId: 1, filters }, 'id')

test('keeps each two hundred rows in the order of the list', async () => {
  const file = newFile()
  const store = await open(dataset, { file })
  store.close()
  const db = new Database(file, { readonly: true })
  const ids = db.prepare<[], number>('SELECT id FROM conversations ORDER BY rid').pluck().all()
  db.close()
  const given = dataset.conversations.map(({ id }) => id)
  expect(ids).toEqual([...given.slice(0, 200).toReversed(), ...given.slice(200).toReversed()])
})

describe.each(placeNames)('a store in %s', (place) => {
  test('holds what it was seeded with', async () => {
    const store = await open(dataset, { file: places[place]() })
    expect(listed(store)).toEqual(expected())
    expect([store.seededRows(), store.datasetName()]).toEqual([400, 'test rows'])
  })

  test('counts rows as it is filled', async () => {
    const counts: number[] = []
    await open(dataset, { file: places[place](), onRow: (count) => counts.push(count) })
    expect(counts).toEqual([200, 400])
  })

  test('knows whose an assistant is', async () => {
    const store = await open(dataset, { file: places[place]() })
    expect([1, 2, 3, 4, -1].map((id) => store.assistants.owns(1, BigInt(id)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(store.assistants.owns(2, 3n)).toBe(true)
    expect(store.assistants.owns(1, 2n ** 63n - 1n)).toBe(false)
  })

  test('changes its version with nothing that it reads', async () => {
    const store = await open(dataset, { file: places[place]() })
    const before = store.version(1)
    listed(store)
    store.rows.assistants(1)
    store.reset()
    await noticing()
    expect(store.version(1)).toBe(before)
  })

  test('changes the version of the dataset that it writes to, and of no other', async () => {
    const store = await open(dataset, { file: places[place]() })
    const before = [1, 2].map(store.version)
    store.rows.write(1, { delete: [1] })
    expect(
      [1, 2].map((datasetId, index) => store.version(datasetId) > (before[index] ?? 0)),
    ).toEqual([true, false])
  })

  test('is empty without rows', async () => {
    const store = await open({ ...dataset, conversations: [] }, { file: places[place]() })
    const query = { datasetId: 1, filters: {} }
    expect([
      countOf(store, query),
      pageOf(store, query, { offset: 0, limit: 15 }),
      pageOf(store, query, { offset: 5000, limit: 15 }),
    ]).toEqual([0, { items: '', count: 0, ids: '' }, { items: '', count: 0, ids: '' }])
    expect(sliceOf(store, query, { limit: 15 })).toMatchObject({
      items: '',
      count: 0,
      hasMore: false,
    })
  })

  test('refuses a conversation of an assistant that does not exist', async () => {
    const opening = open(
      { ...dataset, assistants: dataset.assistants.slice(1) },
      { file: places[place]() },
    )
    await expect(opening).rejects.toThrow('names assistant 1, which does not exist')
  })
})

describe('writes by another process', () => {
  test('are noticed, and raise the version once', async () => {
    const file = newFile()
    const store = await open(dataset, { file })
    const before = store.version(1)
    const total = countOf(store, { datasetId: 1, filters: {} })
    const [id] = listed(store)
    write(file, `DELETE FROM conversations WHERE id = ${id}`)
    await noticing()
    const after = store.version(1)
    expect(after).toBeGreaterThan(before)
    expect(listed(store)).toEqual(expected().slice(1))
    expect(countOf(store, { datasetId: 1, filters: {} })).toBe(total - 1)
    await noticing()
    expect(store.version(1)).toBe(after)
  })

  test('to tokens are noticed', async () => {
    const file = newFile()
    const store = await open(dataset, { file })
    expect(store.findToken('other')).toBeUndefined()
    write(file, `INSERT INTO tokens VALUES (90, 2, 'other', NULL, NULL)`)
    await noticing()
    store.version(1)
    expect(store.findToken('other')).toMatchObject({ id: 90, user_id: 2, dataset_id: 2 })
  })

  test('that put dates out of order do not spoil ranges of dates', async () => {
    const file = newFile()
    const store = await open(dataset, { file })
    const [newest = 0] = listed(store)
    write(file, `UPDATE conversations SET created_at = '2001-01-01 00:00:00' WHERE id = ${newest}`)
    await noticing()
    store.version(1)
    expect(listed(store, { date_to: '2001-12-31' })).toEqual([newest])
    expect(listed(store, { date_from: '2001-12-31' })).toEqual(expected().slice(1))
  })
})

describe('a file', () => {
  test('is opened again with the same rows, without seeding', async () => {
    const file = newFile()
    const first = await open(dataset, { file })
    first.useKeys({ keys: [{ plain: 'kept', edition: 'autocalls', id: null }] })
    first.close()
    const store = await open(dataset, {
      file,
      seed: () => Promise.reject(new Error('seeded twice')),
    })
    expect(listed(store)).toEqual(expected())
    expect(store.findToken('kept')).toMatchObject({ edition: 'autocalls', user_id: 1 })
  })

  test('that was made for one order serves the other', async () => {
    const file = newFile()
    const first = await open(dataset, { file, order: 'id' })
    first.close()
    const store = await open(dataset, { file, order: 'created_at' })
    expect(listed(store, { type: 'api' })).toEqual(
      expectedIds(dataset, { datasetId: 1, filters: { type: 'api' } }, 'created_at'),
    )
  })

  test.each([
    [10_000, []],
    [10_001, ['conversations_by_uuid_first']],
  ])(
    'with %d rows has these indexes besides those of lists: %j',
    async (count, expectedIndexes) => {
      const file = newFile()
      await open(await createRows(count, 'rising with id'), { file })
      const db = new Database(file, { readonly: true })
      const sql =
        "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'conversations_by_uuid%'"
      expect(db.prepare<[], string>(sql).pluck().all()).toEqual(expectedIndexes)
      db.close()
    },
  )

  test('loses an index for which another one came', async () => {
    const file = newFile()
    const first = await open(await createRows(10_001, 'rising with id'), { file })
    first.close()
    const db = new Database(file)
    db.exec('CREATE UNIQUE INDEX conversations_by_uuid ON conversations (dataset_id, uuid)')
    db.close()
    const store = await open(dataset, { file })
    store.close()
    const reader = new Database(file, { readonly: true })
    const sql =
      "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'conversations_by_uuid%'"
    expect(reader.prepare<[], string>(sql).pluck().all()).toEqual(['conversations_by_uuid_first'])
    reader.close()
  })

  test('that is empty is seeded', async () => {
    const file = newFile()
    writeFileSync(file, '')
    expect(listed(await open(dataset, { file }))).toEqual(expected())
  })

  test('does not exist under its name when seeding fails', async () => {
    const file = newFile()
    const rows = { ...dataset, conversations: failing() }
    await expect(
      open(dataset, { file, seed: () => Promise.resolve({ rows, datasetName: 'x' }) }),
    ).rejects.toThrow('the generator broke')
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)))).toEqual([])
    expect(listed(await open(dataset, { file }))).toEqual(expected())
  })

  test('may be named by a link, which stays one', async () => {
    const [file, link] = [newFile(), newFile()]
    writeFileSync(file, '')
    symlinkSync(file, link)
    const store = await open(dataset, { file: link })
    store.close()
    expect([lstatSync(link).isSymbolicLink(), lstatSync(file).isFile()]).toEqual([true, true])
  })

  test('may be asked for what it holds', async () => {
    const file = newFile()
    for (const options of [{}, { expected: async () => 'test rows' }])
      (await open(dataset, { file, ...options })).close()
    expect(existsSync(file)).toBe(true)
  })
})

describe('refuses with a sentence', () => {
  test('a file that holds something else than what is asked for', async () => {
    const file = newFile()
    const first = await open(dataset, { file })
    first.close()
    expect(await failureOf(open(dataset, { file, expected: async () => 'fixture demo' }))).toBe(
      `${file} holds test rows, not fixture demo; remove the file, or start without naming a dataset`,
    )
  })

  test('a folder', async () => {
    const folder = newFile()
    mkdirSync(folder)
    expect(await failureOf(open(dataset, { file: folder }))).toBe(
      `cannot use ${folder} as --db: it is a folder; name a file`,
    )
  })

  test('a name that ends with a slash', async () => {
    const file = newFile()
    expect(await failureOf(open(dataset, { file: `${file}/` }))).toBe(
      `cannot use ${file}/ as --db: it ends with a slash, so it names a folder; name a file`,
    )
    expect(existsSync(file)).toBe(false)
  })

  test('a file in a folder that does not exist', async () => {
    const file = join(newFile(), 'a.db')
    expect(await failureOf(open(dataset, { file }))).toBe(
      `cannot use ${file} as --db: the folder ${dirname(file)} does not exist; create it first`,
    )
  })

  test('a file that is damaged, in what is read at the start or later', async () => {
    const file = newFile()
    const first = await open(dataset, { file })
    first.close()
    const bytes = readFileSync(file)
    for (let page = 3; page * 16_384 < bytes.length; page++)
      bytes.fill(255, page * 16_384, page * 16_384 + 2000)
    writeFileSync(file, bytes)
    expect(await failureOf(open(dataset, { file }))).toBe(
      `cannot use ${file} as --db: the file is damaged; restore a copy, or remove it to have it made again`,
    )
  })

  test.runIf(canMakeDevices)('a device', async () => {
    const file = newFile()
    makeDevice(file, 'null')
    expect(await failureOf(open(dataset, { file }))).toBe(
      `cannot use ${file} as --db: it is a device, a pipe or a socket; name a file`,
    )
    expect(lstatSync(file).isCharacterDevice()).toBe(true)
  })

  test.each([
    ['of one byte', '1'],
    ['of many', 'The quick brown fox jumps over the lazy dog. '.repeat(1000)],
  ])('a file %s that is no database, and leaves it as it is', async (_length, text) => {
    const file = newFile()
    writeFileSync(file, text)
    expect(await failureOf(open(dataset, { file }))).toBe(
      `cannot use ${file} as --db: it is not an SQLite database; name another file`,
    )
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('a file of another version of the tables', async () => {
    const file = newFile()
    const first = await open(dataset, { file })
    first.close()
    write(file, 'PRAGMA user_version = 1')
    expect(await failureOf(open(dataset, { file }))).toBe(
      `cannot use ${file} as --db: another version of this program made it; remove the file to have it made again`,
    )
  })
})

function* failing(): Generator<Conversation> {
  yield* dataset.conversations
  throw new Error('the generator broke')
}
