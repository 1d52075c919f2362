import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { post } from '../talking.ts'
import { call } from './calls.ts'
import { get, startFilled, testRefusals, userRefusals } from './refusals.ts'

test('assistants are listed with the webhooks that clients set', async () => {
  await using own = await startMock({ dataset: 'demo' })
  const [first] = await own.assistants.list()
  const toggle = (action: string, fields: object = {}) =>
    post(
      `${own.url}/api/user/assistants/${action}-conversation-ended-webhook`,
      { assistant_id: first?.id, ...fields },
      { Authorization: `Bearer ${own.token()}` },
    )
  const webhook = async () => (await own.assistants.list())[0]?.conversation_ended_webhook_url
  expect(await webhook()).toBeNull()
  await toggle('enable', { webhook_url: 'https://example.com/ended' })
  expect(await webhook()).toBe('https://example.com/ended')
  await toggle('disable')
  expect(await webhook()).toBeNull()
  await toggle('enable', { webhook_url: `https://example.com/${own.adminToken}` })
  expect(await webhook()).not.toContain(own.adminToken)
})

test('a page of assistants tells how many there are', async () => {
  await using own = await startMock({ dataset: 'demo' })
  const all = await own.assistants.list()
  expect(all.length).toBeGreaterThan(2)
  expect((await call(own, get('/assistants?limit=1&offset=1'))).body).toEqual({
    total: all.length,
    assistants: [all[1]],
  })
})

testRefusals(startFilled(), [
  ...userRefusals('GET', '/assistants'),
  ['a page of none', get('/assistants?limit=0'), 422, 'limit', 'must be a whole number from 1'],
])
