// Processes that share a file, each of which works through the admin API: see sharing.ts.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { childPath } from '../children.ts'

const PROCESSES = 2

type Result = Readonly<{
  statuses: Record<string, number>
  conversations: number[]
  users: number[]
  tokens: number[]
}>

async function share(db: string, rounds: number): Promise<Result> {
  const child = spawn(process.execPath, [childPath('sharing'), db, String(rounds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(printed)
}

/** They lose and double nothing, and none fails. */
export async function expectShared(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-shared-'))
  const db = join(folder, 'rows.db')
  const results = await Promise.all(Array.from({ length: PROCESSES }, () => share(db, rounds)))
  const statuses = results.flatMap((result) => Object.keys(result.statuses))
  expect(statuses.filter((status) => !/ 20\d$/.test(status))).toEqual([])
  for (const list of ['conversations', 'users', 'tokens'] as const) {
    const ids = results.flatMap((result) => result[list])
    expect([list, new Set(ids).size]).toEqual([list, ids.length])
  }
  // Where both were writing to the end, the next one that is alone ends what they left.
  await share(db, 0)
  expect(readdirSync(folder)).toEqual(['rows.db'])
  const file = new Database(db, { readonly: true })
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(file.prepare('SELECT count(*) FROM shared_drafts').pluck().get()).toBe(0)
  file.close()
  rmSync(folder, { recursive: true })
}
