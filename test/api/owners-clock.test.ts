import { expect, test } from 'vitest'
import { startMock, type Mock, type MockUser } from '../../src/index.ts'
import { begin, post, say } from '../talking.ts'

const [OWNERS, CALLERS, SERVERS] = [
  '2031-05-06T07:08:09Z',
  '2020-01-02T03:04:05Z',
  '2026-01-01T00:00:00Z',
]
const BEGUN = '2031-05-06 07:08:09'

const newest = async ({ conversations }: Mock | MockUser) => (await conversations.list())[0]

test('the clock of the owner tells when a conversation began, and when it went on', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const user = await mock.createUser({ dataset: { fixture: 'demo' } })
  await user.clock.freeze(OWNERS)
  await mock.clock.freeze(CALLERS)
  const chat = await begin(user)
  expect(await newest(user)).toMatchObject({ created_at: BEGUN, updated_at: BEGUN })
  await user.clock.advance(60)
  await say(chat, 'Hello')
  expect(await newest(user)).toMatchObject({
    created_at: BEGUN,
    updated_at: '2031-05-06 07:09:09',
  })
})

test('the token of somebody else is not looked at', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const [owner, caller] = [
    await mock.createUser({ dataset: { fixture: 'demo' } }),
    await mock.createUser({ dataset: { fixture: 'empty' } }),
  ]
  await owner.clock.freeze(OWNERS)
  await caller.clock.freeze(CALLERS)
  const chat = await begin(owner)
  await post(`${chat}/messages`, { message: 'a' }, { Authorization: `Bearer ${caller.token()}` })
  expect(await newest(owner)).toMatchObject({ updated_at: BEGUN })
})

test('addresses are limited by the clock of the server, whoever calls', async () => {
  await using mock = await startMock({ dataset: 'one', rateLimit: 2 })
  const caller = await mock.createUser({ dataset: { fixture: 'demo' } })
  const headers = { Authorization: `Bearer ${caller.token()}` }
  await mock.clock.freeze(SERVERS)
  await caller.clock.freeze(CALLERS)
  const chat = await begin(mock)
  const statusOf = async (own: Readonly<Record<string, string>>) =>
    (await post(`${chat}/messages`, { message: 'a' }, own)).status
  expect([await statusOf(headers), await statusOf({}), await statusOf(headers)]).toEqual([
    200, 429, 429,
  ])
  await mock.clock.advance(60)
  expect([await statusOf(headers), await statusOf({})]).toEqual([200, 200])
})
