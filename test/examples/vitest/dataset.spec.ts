import { startMock } from 'conversations-mock'
import { expect, test } from 'vitest'
import { fetchConversations } from '../client.ts'

test('the rows may be a value', async () => {
  const mock = await startMock({
    dataset: {
      users: [{ id: 1 }],
      tokens: [{ id: 1, user_id: 1, plain: 'my-key', edition: 'autocalls' }],
      assistants: [{ id: 1, uuid: 'a1', user_id: 1, name: 'Support' }],
      conversations: [],
    },
  })
  expect(await fetchConversations(mock.url, 'my-key')).toEqual([])
  await mock.close()
})
