import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, linkSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { noteOwner } from '../../src/store/lock-owner.ts'
import type { Store } from '../../src/store/open-store.ts'
import { childPath } from '../children.ts'
import { createRows } from './rows.ts'
import { failureOf, listed, newFile, open } from './stores.ts'

const dataset = await createRows(400, 'rising with id')

const refused = (pid: number, url = ''): RegExp =>
  new RegExp(
    `as --db: process ${pid}${url} has been using it since 20[\\d:.TZ-]+; stop that, name another file, or start both with --shared$`,
  )

/** What lies beside a file. */
const beside = (file: string): string[] =>
  readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}-`))

const count = async (opening: Promise<Store>): Promise<number> => listed(await opening).length

/** Another name of the file. */
function linkTo(file: string): string {
  const other = newFile()
  linkSync(file, other)
  return other
}

describe('a file that a store uses', () => {
  test('is refused to a second one, by the name of the first', async () => {
    const file = newFile()
    const first = await open(dataset, { file })
    expect(await failureOf(open(dataset, { file }))).toMatch(refused(process.pid))
    first.nameUrl('http://127.0.0.1:4080')
    expect(await failureOf(open(dataset, { file }))).toMatch(
      refused(process.pid, ' \\(http://127.0.0.1:4080\\)'),
    )
    expect(listed(first)).toHaveLength(332)
  })

  test('is free when that is closed, and nothing lies beside it', async () => {
    const file = newFile()
    for (const isShared of [false, true, false]) {
      const store = await open(dataset, { file, isShared })
      expect(beside(file)).toContain(`${basename(file)}-lock`)
      store.close()
      expect(beside(file)).toEqual([])
    }
  })

  test('is free when its process was killed, whatever that left', async () => {
    const file = newFile()
    const child = spawn(process.execPath, [childPath('holding'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    expect(await failureOf(open(dataset, { file }))).toMatch(refused(Number(child.pid)))
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(existsSync(`${file}-owner`)).toBe(true)
    expect(await count(open(dataset, { file }))).toBeGreaterThan(0)
  })

  test('is free where its dataset could not be read', async () => {
    const file = newFile()
    await expect(
      open(dataset, { file, seed: () => Promise.reject(new Error('no rows')) }),
    ).rejects.toThrow('no rows')
    expect([beside(file), existsSync(file)]).toEqual([[], false])
    expect(await count(open(dataset, { file }))).toBe(332)
  })

  test('is not filled by two at once', async () => {
    const file = newFile()
    const openings = await Promise.allSettled([1, 2, 3].map(() => open(dataset, { file })))
    expect(openings.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ])
  })

  test('is not filled by a process that shares it, as long as another may begin to fill it', async () => {
    const file = newFile()
    const since = new Date().toISOString()
    noteOwner(`${file}-owner`, { pid: process.pid, since, isShared: true })
    const other = new Database(`${file}-lock`)
    // As while two processes try at the same moment to be alone: each sees the lock of the other.
    other.exec('BEGIN; SELECT count(*) FROM sqlite_master')
    const opening = open(dataset, { file, isShared: true })
    for (let step = 0; step < 10; step++) await sleep(10)
    expect(existsSync(file)).toBe(false)
    other.close()
    expect(await count(opening)).toBe(332)
  })

  test('is shared by those that agree, and by nobody else', async () => {
    const file = newFile()
    const [first, second] = [
      await open(dataset, { file, isShared: true }),
      await open(dataset, { file, isShared: true }),
    ]
    expect(await failureOf(open(dataset, { file }))).toMatch(refused(process.pid))
    first.close()
    expect(await failureOf(open(dataset, { file }))).toMatch(refused(process.pid))
    second.close()
    const alone = await open(dataset, { file })
    expect(await failureOf(open(dataset, { file, isShared: true }))).toMatch(refused(process.pid))
    expect(listed(alone)).toHaveLength(332)
  })
})

describe('a file with two names', () => {
  test.each([false, true])(
    'is refused by the other name while it is used (shared: %s)',
    async (isShared) => {
      const file = newFile()
      const store = await open(dataset, { file, isShared })
      const other = linkTo(file)
      expect(await failureOf(open(dataset, { file: other, isShared }))).toBe(
        `cannot use ${other} as --db: another process is using it by another name of the same file (a hard link); ` +
          'stop that process, or name a copy of the file',
      )
      expect(beside(other)).toEqual([])
      expect(listed(store)).toHaveLength(332)
      store.close()
      expect(await count(open(dataset, { file: other, isShared }))).toBe(332)
    },
  )

  test('is shared by those that use the same one', async () => {
    const file = newFile()
    const first = await open(dataset, { file, isShared: true })
    linkTo(file)
    expect(await count(open(dataset, { file, isShared: true }))).toBe(332)
    expect(listed(first)).toHaveLength(332)
  })
})

// Root may write any file.
test.skipIf(process.geteuid?.() === 0)(
  'a lock file that cannot be written is refused',
  async () => {
    const file = newFile()
    writeFileSync(`${file}-lock`, '', { mode: 0o444 })
    expect(await failureOf(open(dataset, { file }))).toMatch(
      /^cannot use .*-lock beside it cannot be used \(.+\); remove that while nothing uses the database$/,
    )
  },
)

test.each([false, true])(
  'a file in use is refused though its lock was removed (shared: %s)',
  async (isShared) => {
    const file = newFile()
    const store = await open(dataset, { file, isShared })
    rmSync(`${file}-lock`)
    for (let times = 0; times < 2; times++)
      expect(await failureOf(open(dataset, { file, isShared }))).toMatch(refused(process.pid))
    store.close()
    expect(await count(open(dataset, { file, isShared }))).toBe(332)
  },
)

test('a lock file that is something else is refused with a sentence, and stays', async () => {
  const file = newFile()
  writeFileSync(`${file}-lock`, 'of somebody else')
  expect(await failureOf(open(dataset, { file }))).toBe(
    `cannot use ${file} as --db: ${file}-lock beside it cannot be used ` +
      '(it is not an SQLite database; name another file); remove that while nothing uses the database',
  )
  expect([existsSync(file), existsSync(`${file}-lock`)]).toEqual([false, true])
})

test.each([
  ['nothing', ''],
  ['other fields', '{}'],
  ['other values', '{"pid":1,"since":"<b>","isShared":false}'],
  ['too much', 'x'.repeat(10_000)],
])('an owner file that holds %s does no harm', async (_name, text) => {
  const file = newFile()
  writeFileSync(`${file}-owner`, text, { mode: 0o600 })
  expect(await count(open(dataset, { file }))).toBe(332)
  expect(await failureOf(open(dataset, { file }))).toMatch(refused(process.pid))
})

test.skipIf(process.platform === 'win32')(
  'the files of the lock are for their owner alone',
  async () => {
    const file = newFile()
    await open(dataset, { file })
    expect(
      ['-lock', '-owner'].map((end) => (statSync(file + end).mode & 0o777).toString(8)),
    ).toEqual(['600', '600'])
  },
)
