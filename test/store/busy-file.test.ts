import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { call } from '../admin/calls.ts'
import { del, post, put } from '../admin/refusals.ts'
import { ask } from '../walking.ts'

const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-busy-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A mock on a file that somebody else writes to until `free` is called. */
async function startBusy(name: string): Promise<{ mock: Mock; free: () => void }> {
  const file = join(folder, name)
  const mock = await startMock({ db: file, dataset: 'thirty' })
  const other = new Database(file)
  other.exec('BEGIN IMMEDIATE')
  return { mock, free: () => other.close() }
}

const writes = [
  post('/conversations', {}),
  { method: 'PATCH', path: '/__admin/conversations/2', body: { customer_name: 'x' } },
  del('/conversations/3'),
  post('/users'),
  put('/snapshots/a'),
  put('/dataset?user=1', { assistants: [], conversations: [] }),
  post('/reset'),
]

test('what another process keeps from being written is refused for now, and lists are answered meanwhile', async () => {
  const { mock, free } = await startBusy('held.db')
  const token = mock.token('combined')

  /** How many lists were answered before the first write was refused. */
  async function countListsMeanwhile(): Promise<number> {
    let lists = 0
    const counts: number[] = []
    const refusals = Promise.all(
      writes.map((write) => call(mock, write).finally(() => counts.push(lists))),
    )
    for (; lists < 20; lists++) expect((await ask({ url: mock.url, token })).status).toBe(200)
    for (const { status, headers, body } of await refusals) {
      expect([status, headers['retry-after']]).toEqual([503, '1'])
      expect(body).toMatchObject({
        message: 'another process is writing to the --db file; try again in a second',
      })
    }
    return counts[0] ?? 0
  }

  // Writes wait for half a second, in which a busy machine may answer few lists.
  await expect.poll(countListsMeanwhile).toBeGreaterThan(5)
  free()
  const answers = await Promise.all(writes.map((write) => call(mock, write)))
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
  await mock.close()
})

test('a write waits for another process that ends soon', async () => {
  const { mock, free } = await startBusy('short.db')
  const written = call(mock, post('/conversations', {}))
  setTimeout(free, 50)
  expect((await written).status).toBe(201)
  await mock.close()
})

test('a read that another process keeps from beginning is refused for now', async () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  onTestFinished(() => prepare.mockRestore())
  await using mock = await startMock({ db: join(folder, 'read.db'), dataset: 'thirty' })
  const index = prepare.mock.calls.findIndex(([sql]) => sql === 'BEGIN')
  const begin = vi.spyOn(prepare.mock.results[index]?.value, 'run').mockImplementation(() => {
    throw new Database.SqliteError('database is locked', 'SQLITE_BUSY')
  })
  const token = mock.token('combined')
  // The read before it may still go on.
  await expect.poll(async () => (await ask({ url: mock.url, token })).status).toBe(503)
  expect((await ask({ url: mock.url, token })).headers['retry-after']).toBe('1')
  begin.mockRestore()
  expect((await ask({ url: mock.url, token })).status).toBe(200)
})
