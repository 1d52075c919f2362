import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { startMock, type Mock } from '../../src/index.ts'

const send = ({ url }: Mock, uuid: string): Promise<Response> =>
  fetch(`${url}/api/conversations/${uuid}/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ message: 'Hello' }),
  })

async function firstUuid(mock: Mock): Promise<string> {
  const [row] = await mock.conversations.list({ limit: 1 })
  return row?.uuid ?? ''
}

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'busy-')), 'rows.db')

test('a message waits for another process that writes, and is then refused with 503', async () => {
  const db = newFile()
  await using mock = await startMock({ dataset: 'thirty', db })
  const uuid = await firstUuid(mock)
  const other = new Database(db)
  other.exec('BEGIN IMMEDIATE')
  const refused = await send(mock, uuid)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  other.exec('COMMIT')
  other.close()
  expect((await send(mock, uuid)).status).toBe(200)
})

test('a mock that is read only refuses messages with 503, and reads go on', async () => {
  const db = newFile()
  const first = await startMock({ dataset: 'thirty', db })
  const uuid = await firstUuid(first)
  await first.close()
  await using mock = await startMock({ dataset: 'thirty', db, readOnly: true })
  expect((await send(mock, uuid)).status).toBe(503)
  expect((await fetch(`${mock.url}/api/conversations/${uuid}`)).status).toBe(200)
})

test('a message does not wait for the rows that admin calls write', async () => {
  await using mock = await startMock({ dataset: 'thirty' })
  const uuid = await firstUuid(mock)
  let written = 0
  const writing = Array.from({ length: 10 }, async () => {
    await mock.conversations.create(Array.from({ length: 1000 }, () => ({})))
    written++
  })
  await Promise.race(writing)
  expect((await send(mock, uuid)).status).toBe(200)
  expect(written).toBeLessThan(8)
  await Promise.all(writing)
  const conversation = await fetch(`${mock.url}/api/conversations/${uuid}`)
  expect(await conversation.text()).toContain('You said: Hello')
})
