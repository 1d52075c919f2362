// After every test the judge says whether the client paged as it should. Its rows may be right although it did not.

import { describe, expect } from 'vitest'
import { fetchConversations } from '../client.ts'
import { userTest } from './user-test.ts'

describe('the client', () => {
  userTest.afterEach(({ user }) => user.expectClean())

  userTest('pages cleanly', async ({ user }) => {
    expect(await fetchConversations(user.url, user.token('autocalls'))).toHaveLength(40)
  })

  userTest('pages cleanly when the API is down for a moment', async ({ user }) => {
    await user.faults.arm({ match: { nth: 2 }, effect: { type: 'status', status: 503 } })
    expect(await fetchConversations(user.url, user.token('autocalls'))).toHaveLength(40)
  })
})

userTest(
  'a client that follows next_page_url without its filters is found out',
  async ({ user }) => {
    const headers = {
      Authorization: `Bearer ${user.token('nicecall')}`,
      Accept: 'application/json',
    }
    let url: string | null = `${user.url}/api/user/conversations?type=widget`
    while (url !== null) {
      const response = await fetch(url, { headers })
      const page: { next_page_url: string | null } = JSON.parse(await response.text())
      url = page.next_page_url
    }
    await expect(user.expectClean()).rejects.toThrow(/filters-lost/)
  },
)
