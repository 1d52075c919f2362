import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type StartedMock, startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call } from './calls.ts'
import { del, get, patch, post, put } from './refusals.ts'

const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-read-only-'))
const db = join(folder, 'rows.db')
afterAll(() => rmSync(folder, { recursive: true }))

const onDisk = () =>
  readdirSync(folder).map((name) => [
    name,
    statSync(join(folder, name)).mtimeMs,
    readFileSync(join(folder, name), 'hex'),
  ])

/** A read-only mock on a database file that another mock has created. */
async function startReadOnly(): Promise<StartedMock> {
  const maker = await startMock({ db })
  await maker.createUser({ ttl_seconds: 60 })
  await maker.snapshot.save('kept')
  await maker.close()
  return startMock({ db, readOnly: true })
}

const mock = await startReadOnly()
const before = onDisk()
afterAll(() => mock.close())

describe('with --read-only', () => {
  test.each([
    post('/conversations', {}),
    patch('/conversations/1', { type: 'web' }),
    del('/conversations/1'),
    put('/dataset', { users: [], tokens: [], assistants: [], conversations: [] }),
    post('/users'),
    del('/users/1000'),
    put('/snapshots/more'),
    post('/snapshots/kept/restore'),
    del('/snapshots/kept'),
    post('/reset'),
    put('/script', { steps: [{ after: 1, insert: 1 }] }),
    put('/traffic', { per_second: 50 }),
  ])('%j is refused with one sentence', async (asked) => {
    expect(await call(mock, asked)).toMatchObject({
      status: 409,
      body: {
        message:
          'the rows cannot be changed, because the mock was started with --read-only; start it without',
        errors: [],
      },
    })
    expect(onDisk()).toEqual(before)
  })

  test('lists, reads and steering of requests work', async () => {
    const listed = await ask(mock.url, mock.token())
    expect([listed.status, listed.ids.length]).toEqual([200, 15])
    for (const path of [
      '/status',
      '/users',
      '/users/1000',
      '/conversations',
      '/dataset',
      '/snapshots',
      '/statistics',
      '/requests',
      '/findings',
    ])
      expect(await call(mock, get(path))).toMatchObject({ status: 200 })
    await mock.faults.arm({ effect: { type: 'status', status: 503 }, times: 1 })
    expect((await ask(mock.url, mock.token())).status).toBe(503)
    expect(await call(mock, post('/reset', { parts: ['faults', 'journal'] }))).toMatchObject({
      status: 200,
    })
    expect(onDisk()).toEqual(before)
  })

  test('a user whose time is up is refused, and stays in the file', async () => {
    const made = await mock.users.find(1000)
    await made?.clock.advance(3600)
    expect((await ask(mock.url, made?.tokens[0]?.plain ?? '')).status).toBe(401)
    expect(await call(mock, get('/users/1000'))).toMatchObject({ status: 200 })
    await made?.clock.resume()
    expect(onDisk()).toEqual(before)
  })

  test('keys hold for this mock alone', async () => {
    await using other = await startMock({ db, readOnly: true, key: 'mine' })
    expect([(await ask(other.url, 'mine')).status, (await ask(mock.url, 'mine')).status]).toEqual([
      200, 401,
    ])
    expect(onDisk()).toEqual(before)
  })
})
