import { expect } from 'vitest'
import { fetchConversations } from '../client.ts'
import { userTest } from './user-test.ts'

userTest('asks again when the API is down for a moment', async ({ user }) => {
  await user.faults.arm({ match: { nth: 2 }, effect: { type: 'status', status: 503 } })
  expect(await fetchConversations(user.url, user.token('combined'))).toHaveLength(40)
  await user.verify({ fault: 'status' }, { exactly: 1 })
})

userTest('gives up when the API stays down', async ({ user }) => {
  await user.faults.arm({ effect: { type: 'maintenance' } })
  await expect(fetchConversations(user.url, user.token('combined'))).rejects.toThrow(
    'the API answered 503',
  )
  expect(await user.requests.count({ status: 503 })).toBe(3)
})
