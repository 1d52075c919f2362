import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ReadOnlyError } from '../../src/store/open-store.ts'
import { createOwnRows, createRows } from './rows.ts'
import { createUser, failureOf, listed, newFile, noticing, open, stateOf, write } from './stores.ts'

const dataset = await createRows(400, 'rising with id')
const own = await createOwnRows(60, 'in no order')

/** A file in a folder of its own, as a mock leaves it. */
async function closedFile(): Promise<string> {
  const folder = newFile()
  mkdirSync(folder)
  const file = join(folder, 'rows.db')
  const store = await open(dataset, { file })
  store.rows.write(1, { delete: [1, 2, 3] })
  createUser(store, own, ['secret'])
  store.snapshots.save(1, 'now', 0)
  store.close()
  return file
}

/** All that is in the folder of a file. */
const folderOf = (file: string) =>
  readdirSync(dirname(file)).map((name) => {
    const path = join(dirname(file), name)
    return [name, statSync(path).mtimeMs, readFileSync(path).toString('base64')]
  })

const readOnly = (file: string | undefined) => open(dataset, { file, isReadOnly: true })

const refusal = (file: string, reason: string): string => `cannot use ${file} as --db: ${reason}`
const UNCLEAN =
  'it was not closed cleanly; start the mock once without --read-only, and stop it again'

describe('a file that is opened to be read only', () => {
  test('gives what is in it, and nothing in its folder changes', async () => {
    const file = await closedFile()
    const written = await open(dataset, { file })
    const state = stateOf(written)
    written.close()
    const before = folderOf(file)
    const store = await readOnly(file)
    expect(stateOf(store)).toEqual(state)
    expect(store.rows.find(1, { uuid: store.rows.find(1, { id: 10 })?.uuid ?? '' })).toMatchObject({
      id: 10,
    })
    expect(folderOf(file)).toEqual(before)
    store.close()
    expect(folderOf(file)).toEqual(before)
  })

  test('refuses every change with one sentence', async () => {
    const file = await closedFile()
    const before = folderOf(file)
    const store = await readOnly(file)
    const state = stateOf(store)
    const changes = [
      () => store.rows.write(1, { delete: [4] }),
      () => store.users.delete(1),
      () => store.snapshots.save(1, 'more', 0),
      () => store.snapshots.restore(1, 'now'),
      () => store.snapshots.delete(1, 'now'),
      () => store.reset(),
      () => store.reset(1),
      () => store.openStagedDataset({ byUser: false }),
      () => createUser(store, own),
    ]
    for (const change of changes) expect(change).toThrow(ReadOnlyError)
    await expect(
      store.rows.insertMany(1, { assign: (id) => [id], make: () => own.conversations[0]! }),
    ).rejects.toThrow(ReadOnlyError)
    await expect(store.untilWritable()).rejects.toThrow(ReadOnlyError)
    expect([stateOf(store), folderOf(file)]).toEqual([state, before])
  })

  test('takes keys for itself alone', async () => {
    const file = await closedFile()
    const before = folderOf(file)
    const store = await readOnly(file)
    const [token] = store.listTokens()
    store.useKeys({
      keys: [{ plain: 'mine', edition: null, id: null }],
      replaced: [token?.plain ?? ''],
    })
    expect(store.findToken('mine')).toMatchObject({ user_id: 1, plain: 'mine' })
    expect(store.findToken(token?.plain ?? '')).toBe(undefined)
    store.close()
    expect(folderOf(file)).toEqual(before)
    const next = await readOnly(file)
    expect([next.findToken('mine'), next.findToken(token?.plain ?? '')?.id]).toEqual([
      undefined,
      token?.id,
    ])
  })

  test('is opened by several at once, and beside one that writes', async () => {
    const file = await closedFile()
    const [first, second] = [await readOnly(file), await readOnly(file)]
    expect(listed(second)).toEqual(listed(first))
    for (const store of [first, second]) store.close()
    const writer = await open(dataset, { file })
    const reader = await readOnly(file)
    writer.rows.write(1, { delete: [20] })
    await noticing()
    expect(listed(reader)).toEqual(listed(writer))
    expect(listed(reader)).not.toContain(20)
  })

  test('hides rows that were still being written', async () => {
    const file = await closedFile()
    const before = await readOnly(file)
    const ids = listed(before)
    before.close()
    write(
      file,
      'INSERT INTO staged SELECT rid, rid FROM conversations WHERE dataset_id = 1 AND id = 20',
    )
    expect(listed(await readOnly(file))).toEqual(ids.filter((id) => id !== 20))
  })
})

describe('refuses to read only, with a sentence, and leaves as it is,', () => {
  test('a file that does not exist, and one without rows', async () => {
    const [gone, empty] = [newFile(), newFile()]
    writeFileSync(empty, '')
    for (const file of [gone, empty]) {
      const reason =
        'there are no rows in it, and --read-only makes none; start the mock once without --read-only'
      expect(await failureOf(readOnly(file))).toBe(refusal(file, reason))
    }
    expect([existsSync(gone), statSync(empty).size]).toEqual([false, 0])
  })

  test('a file that a killed process left', async () => {
    const file = await closedFile()
    const store = await open(dataset, { file })
    store.rows.write(1, { delete: [30] })
    for (const ends of [[''], ['', '-wal']]) {
      const copy = newFile()
      for (const end of ends) copyFileSync(file + end, copy + end)
      expect(await failureOf(readOnly(copy))).toBe(refusal(copy, UNCLEAN))
      expect(
        readdirSync(dirname(copy)).filter((name) => name.startsWith(basename(copy))),
      ).toHaveLength(ends.length)
      await open(dataset, { file: copy }).then((each) => each.close())
      const healed = await readOnly(copy)
      expect(listed(healed).includes(30)).toBe(ends.length === 1)
    }
  })

  test('a file that was made for the other order, until it was opened for it', async () => {
    const file = await closedFile()
    const opening = () => open(dataset, { file, order: 'created_at', isReadOnly: true })
    expect(await failureOf(opening())).toBe(
      refusal(
        file,
        'it has no indexes for --order created_at; start the mock once without --read-only, and stop it again, or choose the other order',
      ),
    )
    await open(dataset, { file, order: 'created_at' }).then((store) => store.close())
    expect(listed(await opening())).toHaveLength(330)
  })

  test('a file of an earlier version, and one of another program', async () => {
    const [file, foreign] = [await closedFile(), newFile()]
    write(file, 'DROP TABLE staged')
    expect(await failureOf(readOnly(file))).toMatch(
      /an earlier version made it; start the mock once/,
    )
    write(foreign, 'CREATE TABLE recipes (id INTEGER PRIMARY KEY)')
    expect(await failureOf(readOnly(foreign))).toBe(
      refusal(foreign, 'it is a database of something else; name another file'),
    )
  })
})

test('a clean close leaves one file, which needs no other to be read', async () => {
  const file = await closedFile()
  expect(readdirSync(dirname(file))).toEqual([basename(file)])
  expect(readFileSync(file)[18]).toBe(1)
})
