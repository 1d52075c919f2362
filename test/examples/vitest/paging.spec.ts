import { expect } from 'vitest'
import { fetchConversations } from '../client.ts'
import { userTest } from './user-test.ts'

userTest('collects every conversation once', async ({ user }) => {
  const conversations = await fetchConversations(user.url, user.token('autocalls'))
  expect(new Set(conversations.map(({ id }) => id)).size).toBe(40)
  await user.verify({ edition: 'autocalls', status: 200 }, { exactly: 4 })
})

userTest('misses none when new ones arrive while it pages', async ({ user }) => {
  await user.script.run({ steps: [{ after: 2, insert: 3 }] })
  const conversations = await fetchConversations(user.url, user.token('autocalls'))
  expect(conversations).toHaveLength(40)
  expect(await user.conversations.count()).toBe(43)
})

userTest('lists a conversation that has just begun', async ({ user }) => {
  const { uuid } = await user.conversations.create({ type: 'widget' })
  const [newest] = await fetchConversations(user.url, user.token('autocalls'))
  expect(newest).toMatchObject({ id: uuid, type: 'widget' })
})
