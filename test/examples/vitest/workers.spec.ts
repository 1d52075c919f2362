import { connect, startMock } from 'conversations-mock'
import { expect, test } from 'vitest'
import { fetchConversations } from '../client.ts'

test('a worker has a user of its own', async () => {
  await using started = await startMock()
  const { url, adminToken } = started

  const mock = await connect(url, adminToken)
  await using user = await mock.createUser({ editions: ['autocalls'], dataset: { generate: 100 } })
  await user.faults.arm({ match: { nth: 2 }, effect: { type: 'status', status: 503 } })
  const rows = await fetchConversations(mock.url, user.token('autocalls'))
  await user.verify({ status: 503 }, { exactly: 1 })

  expect(rows).toHaveLength(100)
})
