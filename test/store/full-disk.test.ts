import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { startMock } from '../../src/index.ts'
import { StoreError } from '../../src/store/open-store.ts'
import { call } from '../admin/calls.ts'
import { get, patch, post } from '../admin/refusals.ts'
import { ask } from '../walking.ts'

const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-full-'))
const disk = join(folder, 'disk')
mkdirSync(disk)
const hasDisk = mountDisk()

/** Only root may, and not everywhere. */
function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

afterAll(() => {
  if (hasDisk) execFileSync('umount', ['-l', disk])
  rmSync(folder, { recursive: true })
})

function fill(ballast: string): void {
  for (const size of [2 ** 20, 2 ** 12]) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full.
    }
  }
}

const Assistants = z.object({ assistants: z.array(z.object({ uuid: z.string() })) })
const Begun = z.object({ conversation_id: z.string() })
const Rows = z.object({ conversations: z.array(z.object({ uuid: z.string() })) })

const rowsOf = async (mock: { url: string; adminToken: string }): Promise<unknown> => {
  const { body } = await call(mock, get('/conversations?limit=1000'))
  return body
}

describe.runIf(hasDisk)('on a full disk', () => {
  test.each([
    ['a new file', false, []],
    ['an empty file', true, ['first.db']],
  ])('a start that fails leaves nothing of the rows in %s', async (_file, isGiven, left) => {
    const file = join(disk, 'first.db')
    if (isGiven) writeFileSync(file, '')
    await expect(startMock({ db: file, generate: 60_000 })).rejects.toThrow('the disk is full')
    expect(readdirSync(disk)).toEqual(left)
    expect(left.map((name) => statSync(join(disk, name)).size)).toEqual(left.map(() => 0))
    rmSync(file, { force: true })
  })

  test.each([1, 400])(
    'writing %i rows is refused, all else goes on, and the file is whole',
    async (count) => {
      const file = join(disk, `${count}.db`)
      const ballast = join(disk, 'ballast')
      const mock = await startMock({ db: file, dataset: 'thirty' })
      const before = await rowsOf(mock)
      fill(ballast)
      const many = Array.from({ length: count }, () => ({ customer_name: 'x'.repeat(200) }))
      await expect
        .poll(async () => {
          const { status } = await call(mock, post('/conversations', many))
          return status === 507 ? status : call(mock, post('/reset')).then(() => status)
        })
        .toBe(507)
      expect((await ask({ url: mock.url, token: mock.token('combined') })).status).toBe(200)
      rmSync(ballast)
      expect((await call(mock, post('/reset'))).status).toBe(200)
      expect(await rowsOf(mock)).toEqual(before)
      expect((await call(mock, post('/conversations', many))).status).toBe(201)
      await mock.close()
      const db = new Database(file)
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      db.close()
      rmSync(file)
    },
  )

  test('changes of one row go on though their log has filled the disk', async () => {
    const file = join(disk, 'log.db')
    const ballast = join(disk, 'ballast')
    const mock = await startMock({ db: file, dataset: 'thirty' })
    let changes = 0
    const rename = async (): Promise<number> => {
      const name = { customer_name: `Name ${++changes}` }
      return (await call(mock, patch('/conversations/1', name))).status
    }
    expect(await rename()).toBe(200)
    const copied = new Database(file)
    copied.pragma('wal_checkpoint(TRUNCATE)')
    copied.close()
    fill(ballast)
    truncateSync(ballast, statSync(ballast).size - 2 ** 20)
    await expect.poll(rename, { interval: 0 }).toBe(507)
    await expect.poll(rename).toBe(200)
    await mock.close()
    rmSync(ballast)
    rmSync(file)
  })

  test('a conversation that is acknowledged is there, and none that is refused', async () => {
    const file = join(disk, 'chats.db')
    const ballast = join(disk, 'ballast')
    const mock = await startMock({ db: file, dataset: 'thirty' })
    const { url, adminToken } = mock
    const assistants = await call(mock, get('/assistants?limit=1'))
    const { uuid } = Assistants.parse(assistants.body).assistants[0] ?? { uuid: '' }
    const begin = () =>
      fetch(`${url}/api/conversations`, {
        method: 'POST',
        body: new URLSearchParams({ assistant_id: uuid, type: 'test' }),
      })
    const acknowledged: string[] = []
    fill(ballast)
    let refused = 0
    while (refused < 20) {
      const answers = await Promise.all(Array.from({ length: 16 }, begin))
      for (const answer of answers) {
        if (answer.status === 200)
          acknowledged.push(Begun.parse(await answer.json()).conversation_id)
        else refused++
      }
    }
    rmSync(ballast)
    expect((await begin()).status).toBe(200)
    const rows = Rows.parse(await rowsOf({ url, adminToken })).conversations.map((row) => row.uuid)
    expect(rows).toHaveLength(30 + acknowledged.length + 1)
    expect(rows).toEqual(expect.arrayContaining(acknowledged))
    await mock.close()
    rmSync(file)
  })

  test('a mock does not start, and leaves nothing behind', async () => {
    const file = join(disk, 'new.db')
    const ballast = join(disk, 'ballast')
    fill(ballast)
    const failure = await startMock({ db: file, generate: 2000 }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StoreError)
    expect(String(failure)).toContain('the disk is full')
    expect(execFileSync('ls', [disk], { encoding: 'utf8' })).toBe('ballast\n')
    rmSync(ballast)
  })
})
