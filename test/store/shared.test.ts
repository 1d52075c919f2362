import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-shared-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PROCESSES = 2
const ROUNDS = 12

type Result = Readonly<{
  statuses: Record<string, number>
  conversations: number[]
  users: number[]
  tokens: number[]
}>

async function share(db: string): Promise<Result> {
  const script = fileURLToPath(new URL('sharing.ts', import.meta.url))
  const child = spawn(process.execPath, [script, db, String(ROUNDS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(printed)
}

test(
  'processes that share a file from its making on lose and double nothing, and none fails',
  { timeout: 120_000 },
  async () => {
    const db = join(folder, 'rows.db')
    const results = await Promise.all(Array.from({ length: PROCESSES }, () => share(db)))
    const statuses = results.flatMap((result) => Object.keys(result.statuses))
    expect(statuses.filter((status) => !/ 20\d$/.test(status))).toEqual([])
    for (const list of ['conversations', 'users', 'tokens'] as const) {
      const ids = results.flatMap((result) => result[list])
      expect([list, new Set(ids).size]).toEqual([list, ids.length])
    }
    expect(readdirSync(folder)).toEqual(['rows.db'])
    const file = new Database(db, { readonly: true })
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(file.prepare('SELECT count(*) FROM shared_drafts').pluck().get()).toBe(0)
    file.close()
  },
)

test('what one does, the other shows', async () => {
  const options = { db: join(folder, 'shown.db'), shared: true }
  await using first = await startMock(options)
  await using second = await startMock(options)
  const made = await first.createUser()
  const row = await made.conversations.create()
  expect((await second.users.find(made.id))?.tokens).toEqual(made.tokens)
  expect(await (await second.users.find(made.id))?.conversations.find(row.id)).toEqual(row)
  await second.users.delete(made.id)
  await expect.poll(() => first.users.find(made.id)).toBe(undefined)
})
