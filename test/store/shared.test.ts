import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { expectShared } from './processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-shared-'))
afterAll(() => rmSync(folder, { recursive: true }))

// The sixth round is the second that adds many rows.
test('processes that share a file from its making on lose and double nothing, and none fails', () =>
  expectShared(6))

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
