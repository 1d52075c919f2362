/* oxlint-disable typescript/no-floating-promises -- node:test waits for its tests by itself */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { type Mock, startMock } from 'conversations-mock'
import { fetchConversations } from '../client.ts'

let mock: Mock

before(async () => {
  mock = await startMock({ generate: 40 })
})
beforeEach(() => mock.reset())
// Fails the test whose client paged wrongly, and says how.
afterEach(() => mock.expectClean())
after(() => mock.close())

test('collects every conversation', async () => {
  const conversations = await fetchConversations(mock.url, mock.token('combined'))
  assert.equal(conversations.length, 40)
  await mock.verify({ path: '/api/user/conversations' }, { exactly: 4 })
})

test('asks again when the API is down for a moment', async () => {
  await mock.faults.arm({ times: 2, effect: { type: 'status', status: 502 } })
  const conversations = await fetchConversations(mock.url, mock.token('combined'))
  assert.equal(conversations.length, 40)
})

test('lists what began by the clock of the mock', async () => {
  await mock.clock.freeze('2030-01-01T12:00:00Z')
  const { created_at } = await mock.conversations.create()
  assert.equal(created_at, '2030-01-01 12:00:00')
})
