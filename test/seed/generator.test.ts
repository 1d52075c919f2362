import { createHash } from 'node:crypto'
import { faker } from '@faker-js/faker/locale/en'
import { expect, test } from 'vitest'
import { type Conversation, parseDataset } from '../../src/dataset/dataset.ts'
import { formatRow } from '../../src/dataset/text.ts'
import { generateDataset, type GeneratorOptions, loadGenerator } from '../../src/seed/generator.ts'

const COUNT = 20_000
const dataset = await generateDataset({ count: COUNT, seed: 1 })
const rows = dataset.conversations
const whatsapp = rows.filter((row) => row.type === 'whatsapp')
const api = rows.filter((row) => row.type === 'api')

async function hashRows(options: GeneratorOptions): Promise<string> {
  const { conversations } = await loadGenerator(options)
  const hash = createHash('sha256')
  for (const row of conversations()) hash.update(formatRow(row))
  return hash.digest('hex')
}

const fictionalPhones = [
  /^\+1\d{3}55501\d\d$/,
  /^\+44(7700900|1632960|2079460|1134960|1144960|1214960|1314960|1614960|3069990)\d{3}$/,
  /^\+49(3023125|6990009|4066969|2214710|8999998)\d{3}$/,
  /^\+49(17139200|176040690)\d\d$/,
  /^\+33(63998|19900|53649)\d{4}$/,
  /^\+61(25550|35550|87010)\d{4}$/,
]

const percent = (among: readonly Conversation[], holds: (row: Conversation) => boolean): number =>
  (100 * among.filter(holds).length) / among.length

const breakers = (
  holds: (row: Conversation, before: Conversation | undefined) => boolean,
): Conversation[] => rows.filter((row, index) => !holds(row, rows[index - 1])).slice(0, 3)

test('makes the same rows for the same seed, today and on every machine', async () => {
  expect(await hashRows({ count: 5000, seed: 42 })).toBe(
    '66f9f2677f3146d570c3f20d536726609362b622fcd5e3d3378d1f0f29ba2013',
  )
})

test('makes other rows for another seed', async () => {
  expect(await hashRows({ count: 10, seed: 1 })).not.toBe(await hashRows({ count: 10, seed: 2 }))
})

test('starts from the first row each time the conversations are asked for', async () => {
  const { conversations } = await loadGenerator({ count: 100, seed: 3 })
  expect([...conversations()]).toEqual([...conversations()])
})

test('leaves the random numbers of a test suite that uses faker as they were', async () => {
  faker.seed(1)
  const expected = faker.number.int()
  faker.seed(1)
  await generateDataset({ count: 10, seed: 5 })
  expect(faker.number.int()).toBe(expected)
})

test('makes rows one at a time, so that ten million are never held', async () => {
  const { conversations } = await loadGenerator({ count: 10_000_000, seed: 1 })
  for (const row of conversations()) {
    expect(row).toMatchObject({ id: 1, created_at: expect.stringMatching(/^2022-01-/) })
    break
  }
})

test.each([0, 1, 2, 15])('makes exactly %i conversations', async (count) => {
  const { conversations } = await generateDataset({ count, seed: 9 })
  expect(conversations.map((row) => row.id)).toEqual(
    Array.from({ length: count }, (_, index) => index + 1),
  )
})

test('makes a dataset that passes the schema unchanged', async () => {
  const made = await generateDataset({ count: 4000, seed: 1 })
  expect(parseDataset(made, 'generated')).toEqual(made)
})

test('has one user with three assistants and a token for each edition', () => {
  expect(dataset.users.map((user) => user.id)).toEqual([1])
  expect(dataset.assistants.map((assistant) => assistant.user_id)).toEqual([1, 1, 1])
  expect(dataset.tokens.map(({ plain, edition }) => `${edition} ${plain}`)).toEqual([
    'nicecall nicecall-demo-key',
    'aiployees aiployees-demo-key',
    'autocalls autocalls-demo-key',
    'combined combined-demo-key',
  ])
})

test.each([
  {
    title: 'created_at never falls',
    holds: (row: Conversation, before = row) => row.created_at >= before.created_at,
  },
  {
    title: 'updated_at is never before created_at',
    holds: (row: Conversation) => row.updated_at >= row.created_at,
  },
  {
    title: 'there are 1 to 60 messages',
    holds: (row: Conversation) => row.message_count >= 1 && row.message_count <= 60,
  },
  {
    title: 'a cost prints short',
    holds: (row: Conversation) => /^(0|0\.\d{1,6})$/.test(String(row.total_cost)),
  },
  {
    title: 'a message costs 0.0002 to 0.0009, in a test nothing',
    holds: ({ type, total_cost: cost, message_count: messages }: Conversation) =>
      type === 'test' ? cost === 0 : cost >= 0.0002 * messages && cost <= 0.0009 * messages,
  },
  {
    title: 'whatsapp conversations alone have a sender and a customer',
    holds: (row: Conversation) =>
      [row.whatsapp_sender_name, row.whatsapp_sender_phone, row.customer_phone].every(
        (value) => (value !== null) === (row.type === 'whatsapp'),
      ) &&
      (row.customer_name === null || row.type === 'whatsapp'),
  },
  {
    title: 'api conversations alone have an identifier',
    holds: (row: Conversation) => row.external_identifier === null || row.type === 'api',
  },
  {
    title: 'variables are an object or null',
    holds: (row: Conversation) => row.variables === null || row.variables instanceof Map,
  },
])('keeps for every row that $title', ({ holds }) => {
  expect(breakers(holds)).toEqual([])
})

test.each([
  {
    title: 'widget conversations',
    among: rows,
    holds: (row: Conversation) => row.type === 'widget',
    share: 45,
  },
  {
    title: 'whatsapp conversations',
    among: rows,
    holds: (row: Conversation) => row.type === 'whatsapp',
    share: 30,
  },
  {
    title: 'test conversations',
    among: rows,
    holds: (row: Conversation) => row.type === 'test',
    share: 10,
  },
  {
    title: 'api conversations',
    among: rows,
    holds: (row: Conversation) => row.type === 'api',
    share: 15,
  },
  {
    title: 'conversations with the AI on',
    among: rows,
    holds: (row: Conversation) => row.ai_enabled,
    share: 92,
  },
  {
    title: 'conversations without variables',
    among: rows,
    holds: (row: Conversation) => row.variables === null,
    share: 40,
  },
  {
    title: 'api conversations with an identifier',
    among: api,
    holds: (row: Conversation) => row.external_identifier !== null,
    share: 85,
  },
  {
    title: 'customers without a name',
    among: whatsapp,
    holds: (row: Conversation) => row.customer_name === null,
    share: 15,
  },
])('has about $share % $title', ({ among, holds, share }) => {
  expect(Math.abs(percent(among, holds) - share)).toBeLessThan(2)
})

test('ends at most 20 minutes before 2025-01-25 14:30:00', () => {
  expect(rows.at(-1)?.created_at).toMatch(/^2025-01-25 14:(1|2)\d:/)
})

test('is busier by day than by night and on weekdays than at weekends', () => {
  const hours = rows.map((row) => Number(row.created_at.slice(11, 13)))
  const days = rows.map((row) => new Date(`${row.created_at.slice(0, 10)}T00:00:00Z`).getUTCDay())
  const byDay = hours.filter((hour) => hour >= 8 && hour < 18).length / 10
  const byNight = hours.filter((hour) => hour < 6).length / 6
  const atWeekends = days.filter((day) => day === 0 || day === 6).length / 2
  expect(byDay).toBeGreaterThan(5 * byNight)
  expect((rows.length - 2 * atWeekends) / 5).toBeGreaterThan(2 * atWeekends)
})

test('has mostly short conversations and some long ones', () => {
  const counts = rows.map((row) => row.message_count).toSorted((a, b) => a - b)
  expect(counts[COUNT / 2]).toBeLessThan(10)
  expect(counts.at(-1)).toBeGreaterThan(40)
})

test('uses only phone numbers that belong to no one', () => {
  const phones = whatsapp.flatMap((row) => [
    row.customer_phone ?? '',
    row.whatsapp_sender_phone ?? '',
  ])
  expect(
    phones.filter((phone) => !fictionalPhones.some((range) => range.test(phone))).slice(0, 3),
  ).toEqual([])
})

test('lets customers return, each to few conversations and under one name', () => {
  const customers = Map.groupBy(whatsapp, (row) => row.customer_phone)
  const visits = [...customers.values()]
  expect(Math.max(...visits.map((visit) => visit.length))).toBeLessThan(10)
  expect(visits.filter((visit) => visit.length > 1).length).toBeGreaterThan(visits.length / 5)
  expect(visits.filter((visit) => new Set(visit.map((row) => row.customer_name)).size > 1)).toEqual(
    [],
  )
})

test('writes to a handful of numbers of one business', () => {
  expect(new Set(whatsapp.map((row) => row.whatsapp_sender_phone)).size).toBe(5)
  expect(new Set(whatsapp.map((row) => row.whatsapp_sender_name?.split(' ')[0])).size).toBe(1)
})

test.each([
  { script: 'Arabic', pattern: /\p{Script=Arabic}/u },
  { script: 'Cyrillic', pattern: /\p{Script=Cyrillic}/u },
  { script: 'Han', pattern: /\p{Script=Han}/u },
  { script: 'accented Latin', pattern: /[àáâäèéêëíïñóôöúûü]/i },
])('has names in $script letters', ({ pattern }) => {
  expect(whatsapp.filter((row) => pattern.test(row.customer_name ?? '')).length).toBeGreaterThan(50)
})
