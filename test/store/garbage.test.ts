import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { childPath } from '../children.ts'
import { createOwnRows, createRows } from './rows.ts'
import { createUser, newFile, open } from './stores.ts'

const PAGE_BYTES = 16_384
const waiting = { interval: 50 }

type Contents = {
  readonly rows: number | undefined
  readonly pages: number
  readonly freePages: number
  readonly bytes: number
}

/** Rows and pages as another process sees them, and bytes of the file alone, without its log. */
function lookInto(file: string): Contents {
  const db = new Database(file, { readonly: true })
  const rows = db.prepare<[], number>('SELECT count(*) FROM conversations').pluck().get()
  const pages = Number(db.pragma('page_count', { simple: true }))
  const freePages = Number(db.pragma('freelist_count', { simple: true }))
  db.close()
  return { rows, pages, freePages, bytes: statSync(file).size }
}

test('the rows of a deleted user go away while nobody asks, and the file shrinks', async () => {
  const file = newFile()
  const child = spawn(process.execPath, [childPath('idling'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const full = lookInto(file)
  child.stdin.end()
  await expect.poll(() => lookInto(file).rows, waiting).toBe(40)
  await expect.poll(() => lookInto(file).pages < full.pages / 3, waiting).toBe(true)
  await expect.poll(() => lookInto(file).freePages, waiting).toBe(0)
  await expect.poll(() => lookInto(file).bytes <= (full.pages / 3) * PAGE_BYTES, waiting).toBe(true)
})

test('a file that was made without room to shrink keeps its size, and still loses its rows', async () => {
  const file = newFile()
  const start = await createRows(40, 'rising with id')
  const before = await open(start, { file })
  before.close()
  const db = new Database(file)
  db.pragma('journal_mode = DELETE')
  db.pragma('auto_vacuum = NONE')
  db.exec('VACUUM')
  db.close()
  const store = await open(start, { file })
  const user = createUser(store, await createOwnRows(2000, 'rising with id', 9))
  store.users.delete(user.id)
  await expect.poll(() => lookInto(file).rows, waiting).toBe(40)
  expect(lookInto(file).freePages).toBeGreaterThan(0)
  store.close()
})

test('a file shrinks without a copy of its log in the thread that answers', async () => {
  const file = newFile()
  const store = await open(await createRows(40, 'rising with id'), { file })
  const user = createUser(store, await createOwnRows(2500, 'rising with id', 9))
  const before = lookInto(file)
  const prepared = vi.spyOn(Database.prototype, 'prepare')
  onTestFinished(() => prepared.mockRestore())
  store.users.delete(user.id)
  await expect.poll(() => lookInto(file).pages < before.pages / 2, waiting).toBe(true)
  await expect
    .poll(() => lookInto(file).bytes <= lookInto(file).pages * PAGE_BYTES, waiting)
    .toBe(true)
  expect(prepared.mock.calls.map(([sql]) => sql)).not.toContainEqual(
    expect.stringMatching(/checkpoint\(PASSIVE\)/),
  )
  store.close()
})
