import { describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { begin, post, read, request, say, sayAs } from '../talking.ts'

const TIMEOUT = 'Failed to process message: Connection timeout'
const effect = { type: 'process_error' } as const

const historyOf = async (chat: string): Promise<unknown> => (await read(chat)).body

describe('process_error', () => {
  test('fails a message, which is neither stored nor paid for', async () => {
    await using own = await startMock({ dataset: 'one', rateLimit: 60 })
    const chat = await begin(own)
    const before = [await historyOf(chat), await own.users.balance(1), await own.dataset.export()]
    const { id } = await own.faults.arm({ times: 1, effect: { ...effect, text: 'Kein Gerät' } })
    const failed = await say(chat, 'a')
    expect(failed).toMatchObject({
      status: 400,
      body: { status: false, error: 'Failed to process message: Kein Gerät' },
    })
    expect([failed.headers['x-mock-fault'], failed.headers['x-mock-fault-id']]).toEqual([
      'process_error',
      `${id}`,
    ])
    expect(failed.headers['x-ratelimit-limit']).toBe('60')
    expect([await historyOf(chat), await own.users.balance(1), await own.dataset.export()]).toEqual(
      before,
    )
    expect((await say(chat, 'a')).status).toBe(200)
  })

  test('fails a generated reply in its own style, and begins no conversation', async () => {
    await using own = await startMock({ dataset: 'one' })
    await own.faults.arm({ times: 1, effect })
    expect(await sayAs(own, 'anna', 'a')).toMatchObject({
      status: 400,
      body: { success: false, error: TIMEOUT, error_code: 'PROCESSING_FAILED' },
    })
    expect(await own.conversations.count()).toBe(1)
    const { body } = await sayAs(own, 'anna', 'a')
    await own.reset()
    expect((await sayAs(own, 'anna', 'a')).body).toEqual(body)
  })

  test('comes after every other refusal, and does not count them', async () => {
    await using own = await startMock({ dataset: 'one' })
    const chat = await begin(own)
    const { id } = await own.faults.arm({ effect })
    const struck = async () => (await own.faults.find(id))?.applied
    expect((await say(chat, '')).status).toBe(422)
    expect((await say(`${own.url}/api/conversations/none`, 'a')).status).toBe(404)
    await own.users.setBalance(1, 0)
    expect((await say(chat, 'a')).body).toHaveProperty(
      'error',
      'Insufficient balance. Please top up your account.',
    )
    expect((await sayAs(own, 'anna', 'a')).status).toBe(402)
    expect(await struck()).toBe(0)
    await own.users.setBalance(1, 1)
    expect((await say(chat, 'a')).body).toHaveProperty('error', TIMEOUT)
    expect(await struck()).toBe(1)
  })

  test('spares conversations whose AI is off, and all other calls', async () => {
    await using own = await startMock({ dataset: 'one' })
    const chat = await begin(own)
    const { id } = await own.faults.arm({ effect })
    const headers = { Authorization: `Bearer ${own.token()}` }
    const uuid = chat.split('/').at(-1)
    await post(`${own.url}/api/automate/conversations/${uuid}/disable-ai`, {}, headers)
    expect((await say(chat, 'a')).body).toHaveProperty('message', null)
    await begin(own)
    await read(chat)
    await read(`${own.url}/api/user/conversations`, headers)
    expect(await own.faults.find(id)).toMatchObject({ matched: 1, applied: 0 })
  })

  test('gives way to a fault that replaces the answer', async () => {
    await using own = await startMock({ dataset: 'one' })
    const chat = await begin(own)
    await own.faults.arm({ effect })
    await own.faults.arm({ effect: { type: 'status', status: 503 } })
    expect((await say(chat, 'a')).headers['x-mock-fault']).toBe('status')
  })
})

test('exception fails what comes as far as the handler, and counts only that', async () => {
  await using own = await startMock({ dataset: 'one', rateLimit: 60 })
  const headers = { Authorization: `Bearer ${own.token()}` }
  const list = `${own.url}/api/user/conversations`
  const chat = await begin(own)
  const before = await own.dataset.export()
  const { id } = await own.faults.arm({ effect: { type: 'exception' } })
  const failed = await say(chat, 'a')
  expect([failed.status, failed.body, failed.headers['x-mock-fault']]).toEqual([
    500,
    { message: 'Server Error' },
    'exception',
  ])
  expect(failed.headers['x-ratelimit-limit']).toBe('60')
  expect((await read(list, headers)).status).toBe(500)
  expect((await read(list)).status).toBe(401)
  expect((await read(`${own.url}/api/none`)).status).toBe(404)
  expect((await own.faults.find(id))?.applied).toBe(2)
  expect(await own.dataset.export()).toEqual(before)
})

describe('match.endpoint', () => {
  test('means one endpoint, whatever the uuid', async () => {
    await using own = await startMock({ dataset: 'one' })
    const chats = [await begin(own), await begin(own)]
    await own.faults.arm({
      match: { endpoint: 'messages.send' },
      effect: { type: 'status', status: 503 },
    })
    for (const chat of chats) {
      expect((await say(chat, 'a')).status).toBe(503)
      expect((await read(chat)).status).toBe(200)
      expect((await read(`${chat}/messages`)).status).toBe(405)
      const overridden = await post(`${chat}/messages?_method=PUT`, { message: 'a' })
      expect(overridden.status).toBe(405)
    }
    expect((await say(`${own.url}/api/conversations/none`, 'a')).status).toBe(503)
  })

  test('means a list with a body of its own, and both ways to a reply', async () => {
    await using own = await startMock({ dataset: 'one' })
    const headers = { Authorization: `Bearer ${own.token()}` }
    const statusOf = async (path: string, method = 'GET') =>
      (await request(method, `${own.url}/api/${path}`, headers)).status
    await own.faults.arm({
      match: { endpoint: 'ai.reply' },
      effect: { type: 'status', status: 503 },
    })
    await own.faults.arm({
      match: { endpoint: 'conversations.list' },
      effect: { type: 'status', status: 502 },
    })
    expect([
      await statusOf('user/ai/generate-reply', 'POST'),
      await statusOf('ai/generate-reply', 'POST'),
      await statusOf('user/conversations'),
      await statusOf('user/conversations/', 'HEAD'),
      await statusOf('user/me'),
    ]).toEqual([503, 503, 502, 502, 200])
  })
})

test('a fault of a user strikes calls without a token that name what is the user’s', async () => {
  await using own = await startMock({ dataset: 'one' })
  const user = await own.createUser({ dataset: { fixture: 'demo' } })
  const [others, chat] = [await begin(own), await begin(user)]
  await user.faults.arm({ effect: { type: 'status', status: 503 } })
  expect([(await say(chat, 'a')).status, (await read(chat)).status]).toEqual([503, 503])
  expect([(await say(others, 'a')).status, (await read(others)).status]).toEqual([200, 200])
  const create = async (uuid: unknown) =>
    (await post(`${own.url}/api/conversations`, { assistant_id: uuid })).status
  const mine = (await user.assistants.list())[0]?.uuid
  const theirs = (await own.assistants.list())[0]?.uuid
  expect([await create(mine), await create(theirs), await create(5), await create('x')]).toEqual([
    503, 200, 422, 422,
  ])
})
