import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, type MockUser, startMock } from '../../src/index.ts'
import { ask } from './asking.ts'

const NOON = '2030-01-01T12:00:00.000Z'

let mock: Mock
let user: MockUser

beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
})
beforeEach(async () => {
  await mock.reset()
  user = await mock.createUser({ dataset: { generate: 20 } })
  return () => user.delete()
})
afterAll(() => mock.close())

const total = async ({ url, token }: Mock | MockUser): Promise<number | undefined> =>
  (await ask(url, token())).total
const statuses = async (count: number): Promise<number[]> => {
  const answers: number[] = []
  for (let n = 0; n < count; n++) answers.push((await ask(user.url, user.token('combined'))).status)
  return answers
}

test('tells what runs', async () => {
  expect(await mock.status()).toMatchObject({
    version: expect.any(String),
    users: 2,
    conversations: 50,
    faults: 0,
    requests: 0,
    listeners: 0,
    listeners_cut: 0,
    now: expect.stringMatching(/Z$/),
  })
})

describe('reset', () => {
  test('takes a user back to its start, and nobody else', async () => {
    await user.conversations.create()
    await mock.conversations.create()
    await user.faults.arm({ effect: { type: 'malformed' } })
    await user.reset()
    expect([await total(user), await total(mock)]).toEqual([20, 31])
    await mock.reset()
    expect(await total(mock)).toBe(30)
  })

  test('takes back the parts that are named', async () => {
    await user.conversations.create()
    await user.clock.freeze(NOON)
    await user.reset(['clock'])
    expect(await user.conversations.count()).toBe(21)
    expect((await user.clock.now()).toISOString()).not.toBe(NOON)
  })
})

describe('faults', () => {
  test('strike who they are armed for, in turn', async () => {
    const armed = await user.faults.arm({
      match: { nth: 2 },
      effect: { type: 'status', status: 503 },
      note: 'down',
    })
    expect(armed).toMatchObject({ user: user.id, note: 'down', applied: 0 })
    expect(await statuses(3)).toEqual([200, 503, 200])
    expect((await ask(mock.url, mock.token())).status).toBe(200)
    expect(await user.faults.find(armed.id)).toMatchObject({ applied: 1 })
  })

  test('are listed, disarmed and cleared', async () => {
    const first = await user.faults.arm({ effect: { type: 'status', status: 500 } })
    const second = await user.faults.arm({ effect: { type: 'status', status: 502 } })
    expect((await user.faults.list()).map(({ id }) => id)).toEqual([first.id, second.id])
    await user.faults.disarm(first.id)
    expect(await statuses(1)).toEqual([502])
    expect(await user.faults.clear()).toBe(1)
    expect(await statuses(1)).toEqual([200])
    expect(await user.faults.find(second.id)).toBeUndefined()
  })
})

describe('conversations', () => {
  test('are created one by one or many at once, with what is given', async () => {
    const one = await user.conversations.create({ type: 'widget', variables: { plan: 'pro' } })
    expect(one).toMatchObject({ id: 21, type: 'widget', variables: { plan: 'pro' } })
    const many = await user.conversations.create([{ uuid: 'a' }, { uuid: 'b' }], { seed: 7 })
    expect(many.map(({ uuid }) => uuid)).toEqual(['a', 'b'])
    expect((await ask(user.url, user.token())).ids.slice(0, 3)).toEqual(['b', 'a', one.uuid])
  })

  test('are the same for the same seed', async () => {
    const first = await user.conversations.create(
      { id: 50, created_at: '2025-01-01 00:00:00' },
      { seed: 3 },
    )
    await user.conversations.delete(50)
    expect(
      await user.conversations.create({ id: 50, created_at: '2025-01-01 00:00:00' }, { seed: 3 }),
    ).toEqual(first)
  })

  test('are found by number and uuid, changed and deleted', async () => {
    const { id, uuid } = await user.conversations.create({
      type: 'api',
      external_identifier: 'crm/7 ?',
    })
    expect(await user.conversations.find(id)).toEqual(await user.conversations.find(uuid))
    expect(await user.conversations.update(uuid, { ai_enabled: false })).toMatchObject({
      id,
      ai_enabled: false,
    })
    await user.conversations.delete(id)
    expect(await user.conversations.find(uuid)).toBeUndefined()
    await expect(user.conversations.delete(id)).rejects.toMatchObject({ status: 404 })
  })

  test('are listed and counted by filters', async () => {
    await user.conversations.create([
      { type: 'whatsapp', customer_phone: '+49 30 1' },
      { type: 'whatsapp', customer_phone: '+49 30 1' },
    ])
    const [newest, next] = await user.conversations.list({ customer_phone: '+49 30 1' })
    expect([newest?.id, next?.id]).toEqual([22, 21])
    expect(await user.conversations.list({ limit: 1, offset: 1 })).toEqual([next])
    expect(await user.conversations.count({ customer_phone: '+49 30 1' })).toBe(2)
  })
})

describe('statistics', () => {
  test('are of the handle they are asked of', async () => {
    const [own, first] = [
      await user.conversations.statistics(),
      await mock.conversations.statistics(),
    ]
    expect([own.user, own.conversations, first.user, first.conversations]).toEqual([
      user.id,
      20,
      1,
      30,
    ])
    await user.conversations.create({
      created_at: '2031-05-06 07:08:09',
      type: 'api',
      message_count: 4,
      total_cost: 0.25,
    })
    const { days, conversations } = await user.conversations.statistics()
    expect(conversations).toBe(21)
    expect(days.at(-1)).toEqual({
      day: '2031-05-06',
      type: 'api',
      conversations: 1,
      messages: 4,
      cost: 0.25,
    })
  })
})

test('snapshots are saved, restored, listed and deleted', async () => {
  await user.conversations.create()
  expect(await user.snapshot.save('one-more')).toMatchObject({
    name: 'one-more',
    conversations: 21,
  })
  await user.reset()
  expect(await total(user)).toBe(20)
  await user.snapshot.restore('one-more')
  expect(await total(user)).toBe(21)
  expect((await user.snapshot.list()).map(({ name }) => name)).toEqual(['one-more'])
  await user.snapshot.delete('one-more')
  expect(await user.snapshot.list()).toEqual([])
  await expect(user.snapshot.restore('one-more')).rejects.toMatchObject({ status: 404 })
})

describe('the clock', () => {
  test('stands still, is set and goes on', async () => {
    expect(await user.clock.freeze(new Date(NOON))).toEqual(new Date(NOON))
    expect(await user.clock.freeze('2030-01-01 12:00:00')).toEqual(new Date(NOON))
    expect(await user.clock.advance(90)).toEqual(new Date('2030-01-01T12:01:30.000Z'))
    expect(await user.clock.set(1_900_000_000)).toEqual(new Date(1_900_000_000_000))
    expect(await user.clock.now()).toEqual(new Date(1_900_000_000_000))
    expect((await user.conversations.create()).created_at).toBe('2030-03-17 17:46:40')
  })

  test("of a user follows the server's again", async () => {
    await mock.clock.freeze(NOON)
    await user.clock.freeze('2031-01-01T00:00:00Z')
    expect(await user.clock.resume()).toEqual(new Date(NOON))
    const earliest = Date.now()
    const resumed = (await mock.clock.resume()).getTime()
    expect(resumed).toBeGreaterThanOrEqual(earliest)
    expect(resumed).toBeLessThanOrEqual(Date.now())
  })
})

describe('the dataset', () => {
  const dataset = {
    conversations: [],
    assistants: [{ id: 1, uuid: 'a1', user_id: 1, name: 'Support' }],
    tokens: [],
    users: [{ id: 1 }],
  }

  test('of a user is replaced whatever the order of its tables, and exported', async () => {
    const exported = await user.dataset.export()
    expect(exported.conversations).toHaveLength(20)
    expect(await user.dataset.replace(dataset)).toMatchObject({ assistants: 1, conversations: 0 })
    expect([await total(user), await total(mock)]).toEqual([0, 30])
    expect(await user.dataset.replace(exported)).toMatchObject({ conversations: 20 })
    expect((await user.dataset.export()).conversations).toEqual(exported.conversations)
  })

  test('is refused with the place of the fault', async () => {
    const tokens = [{ id: 1, user_id: 5, plain: 'x' }]
    await expect(mock.dataset.replace({ ...dataset, tokens })).rejects.toThrow('tokens[0].user_id')
    expect(await total(mock)).toBe(30)
  })
})

test('scripts change rows while a client pages', async () => {
  expect(await user.script.state()).toBeUndefined()
  await user.script.run({ steps: [{ after: 1, insert: 2, delete: { oldest: 1 } }] })
  const { cursor } = await ask(user.url, user.token('autocalls'), '?per_page=5')
  expect(await user.conversations.count()).toBe(21)
  await ask(user.url, user.token('autocalls'), `?per_page=5&cursor=${cursor}`)
  expect(await user.script.state()).toMatchObject({
    walks: 1,
    log: [{ after: 1, inserted: [21, 22], deleted: [1] }],
  })
  await user.script.stop()
  expect(await user.script.state()).toBeUndefined()
})

test('traffic adds rows until it is stopped or enough', async () => {
  expect(await user.traffic.start({ per_second: 1000, limit: 3 })).toMatchObject({
    per_second: 1000,
    limit: 3,
  })
  await expect.poll(() => user.traffic.state()).toMatchObject({ inserted: 3, is_running: false })
  expect(await user.conversations.count()).toBe(23)
  await user.traffic.stop()
})
