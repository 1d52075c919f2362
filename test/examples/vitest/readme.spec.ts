import { startMock } from 'conversations-mock'
import { expect, test } from 'vitest'
import { fetchConversations } from '../client.ts'

test('pages through all conversations', async () => {
  await using mock = await startMock({ generate: 40 })
  const rows = await fetchConversations(mock.url, mock.token('autocalls'))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(40)
  await mock.expectClean()
})
