import { beforeAll, expect, test } from 'vitest'
import type { StartedMock } from '../../src/index.ts'
import { ask, start } from './asking.ts'

let mock: StartedMock
beforeAll(async () => {
  mock = await start()
})

const HINT = 'not emulated; see "What it does not do" in the README'

test.each(['/api/user/calls', '/api/user/campaigns/7', '/api/user/sms', '/api/leads'])(
  'a 404 of %s says that it is not emulated',
  async (path) => {
    const { status, headers } = await ask(mock, '', { path })
    expect([status, headers.get('x-mock-hint')]).toEqual([404, HINT])
  },
)

test.each([
  ['GET', '/elsewhere'],
  ['GET', '/api/conversations/unknown'],
  ['PUT', '/api/user/me'],
])('%s %s says nothing of it', async (method, path) => {
  const { headers } = await ask(mock, '', { method, path })
  expect(headers.has('x-mock-hint')).toBe(false)
})
