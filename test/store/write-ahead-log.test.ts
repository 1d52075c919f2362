import { EventEmitter } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createStatements } from '../../src/store/statements.ts'

/** Each row takes so many pages of the log. */
const PAGES = 200

function open() {
  const folder = mkdtempSync(join(tmpdir(), 'write-ahead-log-'))
  const file = join(folder, 'rows.db')
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, filler BLOB)')
  db.pragma('wal_checkpoint(TRUNCATE)')
  const statements = createStatements(db, { file, onOthersWrites: () => undefined })
  onTestFinished(() => {
    statements.close()
    db.close()
    rmSync(folder, { recursive: true })
  })
  const addRow = (): number =>
    statements.change((run) => run('INSERT INTO rows (filler) VALUES (zeroblob(?))', PAGES * 4096))

  /** The number of rows in the file itself, without those that only the log has. */
  function countCopied(): unknown {
    const copy = join(folder, 'copy.db')
    copyFileSync(file, copy)
    const alone = new Database(copy)
    try {
      return alone.prepare('SELECT count(*) FROM rows').pluck().get()
    } finally {
      alone.close()
    }
  }
  return { file, statements, addRow, countCopied }
}

test('a short log stays', () => {
  const { addRow, countCopied } = open()
  for (let row = 0; row < 4; row++) addRow()
  expect(countCopied()).toBe(0)
})

test('a long log is copied into the file while others go on', async () => {
  const { addRow, countCopied } = open()
  for (let row = 0; row < 10; row++) addRow()
  await expect.poll(countCopied).toBe(10)
})

test('work waits between its changes until a log that is too long is copied', async () => {
  const { statements, addRow, countCopied } = open()
  for (let row = 0; row < 40; row++) addRow()
  const copied = statements.betweenChanges()
  expect(copied).toBeInstanceOf(Promise)
  await copied
  expect(countCopied()).toBe(40)
  expect(statements.betweenChanges()).toBeUndefined()
})

test('a call that writes waits only for a log that clients have made twice as long', async () => {
  const { statements, addRow, countCopied } = open()
  for (let row = 0; row < 30; row++) addRow()
  expect(statements.betweenChanges()).toBeInstanceOf(Promise)
  expect(statements.log?.untilBounded('forCalls')).toBeUndefined()
  for (let row = 30; row < 60; row++) addRow()
  await statements.untilWritable()
  expect(countCopied()).toBe(60)
})

test('work waits for a copy of all rows when a reader held up those so far', async () => {
  const { file, statements, addRow, countCopied } = open()
  const reader = new Database(file)
  reader.exec('BEGIN')
  reader.exec('SELECT count(*) FROM rows')
  for (let row = 0; row < 40; row++) addRow()
  await statements.betweenChanges()
  expect(countCopied()).toBe(0)
  reader.close()
  const copied = statements.betweenChanges()
  expect(copied).toBeInstanceOf(Promise)
  await copied
  expect(countCopied()).toBe(40)
  expect(statements.betweenChanges()).toBeUndefined()
})

test('the log of all changes so far is copied on demand, as far as readers allow', async () => {
  const { file, statements, addRow, countCopied } = open()
  addRow()
  expect(await statements.copyLog()).toBe(true)
  expect(countCopied()).toBe(1)
  const reader = new Database(file)
  reader.exec('BEGIN')
  reader.exec('SELECT count(*) FROM rows')
  addRow()
  expect(await statements.copyLog()).toBe(false)
  reader.close()
  expect(await statements.copyLog()).toBe(true)
  expect(countCopied()).toBe(2)
})

test('the log is copied also while rows are read', async () => {
  const { statements, addRow } = open()
  addRow()
  // Something is read in the moment in which the copy ends.
  const emit = vi.spyOn(Worker.prototype, 'emit').mockImplementation(function (
    this: Worker,
    ...given
  ) {
    statements.first('SELECT count(*) FROM rows')
    return EventEmitter.prototype.emit.apply(this, given)
  })
  onTestFinished(() => emit.mockRestore())
  expect(await statements.copyLog()).toBe(true)
})

test('a file that is closed during a copy is whole', () => {
  const { statements, addRow, countCopied } = open()
  for (let row = 0; row < 10; row++) addRow()
  statements.close()
  expect(countCopied()).toBe(10)
})

test('a thread that ends during a copy holds nobody up, and another one copies', async () => {
  const { statements, addRow, countCopied } = open()
  const posted = vi.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (
    this: Worker,
  ) {
    void this.terminate()
  })
  for (let row = 0; row < 40; row++) addRow()
  await statements.betweenChanges()
  expect(countCopied()).toBe(40)
  expect(posted).toHaveBeenCalledTimes(2)
  posted.mockRestore()
})

test('all who wait for the log share one copy', async () => {
  const { statements, addRow } = open()
  for (let row = 0; row < 40; row++) addRow()
  const posted = vi.spyOn(Worker.prototype, 'postMessage')
  onTestFinished(() => posted.mockRestore())
  await Promise.all([statements.betweenChanges(), statements.betweenChanges()])
  expect(posted).toHaveBeenCalledTimes(1)
})
