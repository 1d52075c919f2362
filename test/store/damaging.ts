// A file of which one page is damaged.

import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { StoreError } from '../../src/store/open-store.ts'

const PAGE = 16_384
const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-damaged-'))
const whole = join(folder, 'whole.db')
const damaged = join(folder, 'damaged.db')

afterAll(() => rmSync(folder, { recursive: true }))

function start(file: string, onError?: (error: unknown) => void): Promise<Server> {
  const values = { port: 0, db: file, generate: 150, adminToken: 'the-admin-token' }
  return startServer(parseSettings([{ values, nameOf: (name) => name }]), { onError })
}

const calls: readonly [method: string, path: string, body?: unknown][] = [
  ['GET', '/dataset'],
  ['GET', '/conversations?limit=1000'],
  ['GET', '/conversations/unknown'],
  ['GET', '/statistics'],
  ['PATCH', '/conversations/9', { customer_name: 'x' }],
  ['POST', '/conversations', [{}, {}]],
  ['PUT', '/traffic', { per_second: 500, limit: 5 }],
  ['PUT', '/snapshots/a'],
  ['POST', '/users', { dataset: { generate: 10 } }],
  ['DELETE', '/users/1000'],
  ['POST', '/reset'],
  ['GET', '/status'],
]

const filters = [
  '',
  '?page=3',
  '?per_page=100',
  '?type=api',
  '?assistant_id=1',
  '?date_from=2025-01-01',
  '?customer_phone=1',
]

/** The status of every answer; undefined for one that broke off. */
async function statusesOf({ url, tokens }: Server): Promise<(number | undefined)[]> {
  const statuses: (number | undefined)[] = []
  async function ask(path: string, request: RequestInit): Promise<void> {
    const answer = await fetch(url + path, request)
    const text = await answer.text().catch(() => undefined)
    expect(text ?? '').not.toContain(damaged)
    statuses.push(text === undefined ? undefined : answer.status)
  }
  for (const { plain } of tokens)
    for (const filter of filters)
      await ask(`/api/user/conversations${filter}`, {
        headers: { Authorization: `Bearer ${plain}` },
      })
  for (const [method, path, body] of calls) {
    const headers = {
      Authorization: 'Bearer the-admin-token',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    }
    await ask(`/__admin${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }
  return statuses
}

function damage(file: string, page: number): void {
  copyFileSync(whole, file)
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(PAGE), 0, PAGE, page * PAGE)
  closeSync(descriptor)
}

/** Undefined where the mock says at its start that the file is damaged. */
async function startOrRefuse(onError: (error: unknown) => void): Promise<Server | undefined> {
  try {
    return await start(damaged, onError)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    expect(error.message).toContain(damaged)
    return undefined
  }
}

/** Every `stride`-th page in turn is damaged: it costs the answers that read it, and the log names the file. */
export async function expectNamed(stride: number): Promise<void> {
  await (await start(whole)).close()
  const pages = statSync(whole).size / PAGE
  const served: number[] = []
  let exportsBrokenOff = 0
  for (let page = 0; page < pages; page += stride) {
    damage(damaged, page)
    const log: string[] = []
    const server = await startOrRefuse((error) => log.push(String(error)))
    if (!server) continue
    const statuses = await statusesOf(server)
    const failed = statuses.filter((status) => status === undefined || status >= 500)
    if (failed.length > 0) {
      expect(log.length, `page ${page}`).toBeGreaterThan(0)
      if (failed.includes(undefined)) exportsBrokenOff++
      served.push(page)
    }
    for (const line of log) expect(line).toContain(damaged)
    await server.close()
  }
  expect(served.length).toBeGreaterThan(3)
  // An export that has begun cannot become a 500: it ends without its end, which every client takes for a failure.
  expect(exportsBrokenOff).toBeGreaterThan(0)
}
