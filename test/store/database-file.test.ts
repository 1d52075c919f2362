import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/dataset/dataset.ts'
import { createRows } from './rows.ts'
import { failureOf, listed, newFile, open, write } from './stores.ts'

const dataset = await createRows(400, 'rising with id')
const isWindows = process.platform === 'win32'
const isRoot = process.getuid?.() === 0

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8)

const refusal = (file: string, reason: string): string => `cannot use ${file} as --db: ${reason}`

function canMount(): boolean {
  if (!isRoot || process.platform !== 'linux') return false
  const file = newFile()
  try {
    writeFileSync(file, '')
    execFileSync('mount', ['--bind', file, file], { stdio: 'ignore' })
    execFileSync('umount', [file])
    return true
  } catch {
    return false
  }
}

describe.skipIf(isWindows)('a file', () => {
  test('that is new is for its owner alone, with what lies beside it', async () => {
    const file = newFile()
    await open(dataset, { file })
    expect(['', '-wal', '-shm'].map((end) => modeOf(file + end))).toEqual(['600', '600', '600'])
  })

  test('that is empty is filled as it is, and keeps its mode', async () => {
    const file = newFile()
    writeFileSync(file, '', { mode: 0o640 })
    const { ino } = statSync(file)
    const store = await open(dataset, { file })
    expect(listed(store)).toHaveLength(332)
    expect([statSync(file).ino, modeOf(file), modeOf(`${file}-wal`)]).toEqual([ino, '640', '640'])
  })

  test.skipIf(!canMount())('that is empty and mounted is filled', async () => {
    const [file, point] = [newFile(), newFile()]
    for (const each of [file, point]) writeFileSync(each, '')
    execFileSync('mount', ['--bind', file, point])
    try {
      const store = await open(dataset, { file: point })
      expect(listed(store)).toHaveLength(332)
      store.close()
    } finally {
      execFileSync('umount', ['-l', point])
    }
    expect(statSync(file).size).toBeGreaterThan(16_384)
  })

  test('that is empty stays so when filling fails', async () => {
    const file = newFile()
    writeFileSync(file, '')
    const rows = { ...dataset, conversations: failing() }
    await expect(
      open(dataset, { file, seed: () => Promise.resolve({ rows, datasetName: 'x' }) }),
    ).rejects.toThrow('the generator broke')
    expect(statSync(file).size).toBe(0)
    expect(listed(await open(dataset, { file }))).toHaveLength(332)
  })

  test('is the same through a folder that is a link', async () => {
    const [file, link] = [newFile(), newFile()]
    symlinkSync(file.slice(0, file.lastIndexOf('/')), link)
    const store = await open(dataset, { file: `${link}${file.slice(file.lastIndexOf('/'))}` })
    expect([listed(store).length, existsSync(file)]).toEqual([332, true])
  })
})

describe.skipIf(isWindows)('refuses with a sentence, and leaves as it is,', () => {
  test('a link to nothing', async () => {
    const [link, gone] = [newFile(), newFile()]
    symlinkSync(gone, link)
    expect(await failureOf(open(dataset, { file: link }))).toBe(
      refusal(
        link,
        `it is a link to ${gone}, which does not exist; name that file, or remove the link`,
      ),
    )
    expect([readlinkSync(link), existsSync(gone)]).toEqual([gone, false])
  })

  test('a link to itself', async () => {
    const link = newFile()
    symlinkSync(link, link)
    expect(await failureOf(open(dataset, { file: link }))).toBe(
      refusal(link, 'it is a link that leads back to itself; name the file'),
    )
  })

  test('a pipe, also behind a link', async () => {
    const [pipe, link] = [newFile(), newFile()]
    execFileSync('mkfifo', [pipe])
    symlinkSync(pipe, link)
    for (const file of [pipe, link]) {
      expect(await failureOf(open(dataset, { file }))).toBe(
        refusal(file, 'it is a device, a pipe or a socket; name a file'),
      )
    }
    expect(lstatSync(pipe).isFIFO()).toBe(true)
  })

  test('a socket', async () => {
    const file = newFile()
    const server = createServer().listen(file)
    await once(server, 'listening')
    expect(await failureOf(open(dataset, { file }))).toBe(
      refusal(file, 'it is a device, a pipe or a socket; name a file'),
    )
    server.close()
  })

  test.each(['-wal', '-shm', '-journal', '-lock', '-owner'])(
    'a file with a link or a pipe that ends in %s',
    async (end) => {
      const [file, victim] = [newFile(), newFile()]
      writeFileSync(victim, 'of somebody else')
      symlinkSync(victim, file + end)
      const message = refusal(file, `${file}${end} beside it is no regular file; remove that`)
      expect(await failureOf(open(dataset, { file }))).toBe(message)
      expect([existsSync(file), readFileSync(victim, 'utf8')]).toEqual([false, 'of somebody else'])
      rmSync(file + end)
      execFileSync('mkfifo', [file + end])
      expect(await failureOf(open(dataset, { file }))).toBe(message)
    },
  )

  test('a file with a hard link beside it', async () => {
    const [file, victim] = [newFile(), newFile()]
    writeFileSync(victim, 'of this user')
    linkSync(victim, `${file}-wal`)
    expect(await failureOf(open(dataset, { file }))).toBe(
      refusal(file, `${file}-wal beside it has another name (a hard link); remove that`),
    )
    expect([existsSync(file), readFileSync(victim, 'utf8')]).toEqual([false, 'of this user'])
  })

  describe.skipIf(!isRoot)('where another user has put', () => {
    const OTHER_USER = 12_345

    test.each(['-wal', '-shm', '-journal', '-lock', '-owner'])(
      'a file that ends in %s beside it',
      async (end) => {
        const file = newFile()
        writeFileSync(file + end, '')
        chownSync(file + end, OTHER_USER, OTHER_USER)
        const reason = `${file}${end} beside it belongs to another user, who could read and change all rows; remove that unless it is yours`
        expect(await failureOf(open(dataset, { file }))).toBe(refusal(file, reason))
        expect([existsSync(file), readFileSync(file + end, 'utf8')]).toEqual([false, ''])
        // The file of a user may have companions of that user.
        writeFileSync(file, '')
        chownSync(file, OTHER_USER, OTHER_USER)
        expect(await failureOf(open(dataset, { file }))).toBe(undefined)
      },
    )

    test('an empty file into a folder where all may write', async () => {
      const folder = newFile()
      mkdirSync(folder)
      chmodSync(folder, 0o1777)
      const file = join(folder, 'planted.db')
      writeFileSync(file, '')
      chownSync(file, OTHER_USER, OTHER_USER)
      const reason =
        'it is an empty file of another user, who could read and change all rows; name another file'
      expect(await failureOf(open(dataset, { file }))).toBe(refusal(file, reason))
      expect(statSync(file).size).toBe(0)
      chmodSync(folder, 0o755)
      expect(await failureOf(open(dataset, { file }))).toBe(undefined)
    })
  })

  test('a path through a file', async () => {
    const file = newFile()
    writeFileSync(file, '')
    expect(await failureOf(open(dataset, { file: `${file}/a.db` }))).toBe(
      refusal(`${file}/a.db`, 'a part of the path is a file and no folder; correct the path'),
    )
  })
})

const foreign: Record<string, readonly string[]> = {
  'another program': ['CREATE TABLE recipes (id INTEGER PRIMARY KEY)'],
  'another program with our number': [
    'CREATE TABLE recipes (id INTEGER PRIMARY KEY)',
    'PRAGMA user_version = 2',
  ],
  'another program with a table "seeded"': [
    'CREATE TABLE seeded (source TEXT NOT NULL, rows INTEGER NOT NULL)',
    'PRAGMA user_version = 2',
  ],
  'another program with a table "seeded" of its own': [
    'CREATE TABLE seeded (tree TEXT)',
    'PRAGMA user_version = 2',
  ],
  'another program with a view "seeded"': [
    'CREATE VIEW seeded AS SELECT 1 AS source',
    'PRAGMA user_version = 2',
  ],
  'nobody, without a table': ['CREATE TABLE t (a)', 'DROP TABLE t'],
}

describe('refuses with a sentence, and leaves as it is, a database', () => {
  test.each(Object.entries(foreign))('of %s', async (_name, statements) => {
    const file = newFile()
    write(file, ...statements)
    const before = readFileSync(file)
    expect(await failureOf(open(dataset, { file }))).toBe(
      refusal(file, 'it is a database of something else; name another file'),
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('that had been ours, and lacks a table or a column', async () => {
    for (const sql of ['DROP TABLE snapshots', 'ALTER TABLE users DROP COLUMN email']) {
      const file = newFile()
      const store = await open(dataset, { file })
      store.close()
      write(file, sql)
      expect(await failureOf(open(dataset, { file }))).toBe(
        refusal(file, 'it is a database of something else; name another file'),
      )
    }
  })
})

function* failing(): Generator<Conversation> {
  yield* dataset.conversations
  throw new Error('the generator broke')
}

test.skipIf(isWindows || isRoot)(
  'a file that cannot be written is refused, with the way to read it all the same',
  async () => {
    const file = newFile()
    writeFileSync(file, '', { mode: 0o400 })
    expect(await failureOf(open(dataset, { file }))).toBe(
      refusal(
        file,
        'it cannot be written; check the rights of the file and of its folder, or start with --read-only',
      ),
    )
  },
)
