import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PartialConversation } from '../../src/dataset/partial-conversation.ts'
import { Conversation, conversationTypes } from '../../src/dataset/dataset.ts'
import { encodeJson } from '../../src/php/json.ts'
import { formatRow } from '../../src/dataset/text.ts'
import { generateDataset } from '../../src/seed/generator.ts'
import { loadRowMaker } from '../../src/seed/row-maker.ts'

const SEED = 7
const NOW = 1_737_800_000.75
const MADE = 2000
const { assistants, conversations: generated } = await generateDataset({ count: MADE, seed: SEED })
const { make } = await loadRowMaker(SEED)

const made = (id: number, given: PartialConversation = {}): Conversation =>
  make(given, { id, now: NOW, assistants })
const many = (given: PartialConversation = {}): Conversation[] =>
  Array.from({ length: MADE }, (_, index) => made(index + 1, given))

test('makes the same rows for the same seed and ids, today and on every machine', () => {
  const texts = many().map(formatRow)
  expect(createHash('sha256').update(texts.join()).digest('hex')).toBe(
    '98fcb93db1e8446c6cd5ff0513435d9756495a3017381968710e4607124c24fd',
  )
})

test('makes a row that does not depend on those before', async () => {
  const given = { type: 'whatsapp', message_count: 4 } as const
  const expected = made(5, given)
  many()
  expect(made(5, given)).toEqual(expected)
  const fresh = await loadRowMaker(SEED)
  expect(fresh.make(given, { id: 5, now: NOW, assistants })).toEqual(expected)
})

test.each([
  { title: 'another seed', seed: SEED + 1, id: 5 },
  { title: 'another id', seed: SEED, id: 6 },
  { title: 'an id that differs above 31 bits', seed: SEED, id: 5 + 2 ** 31 },
])('makes another row for $title', async ({ seed, id }) => {
  const other = await loadRowMaker(seed)
  expect(other.make({}, { id, now: NOW, assistants }).uuid).not.toBe(made(5).uuid)
})

test('makes uuids that differ from each other and from those of the generator', () => {
  const uuids = [...many(), ...many().map(({ id }) => made(id + 2 ** 32)), ...generated].map(
    (row) => row.uuid,
  )
  expect(new Set(uuids).size).toBe(3 * MADE)
})

test('makes rows that pass the schema unchanged', () => {
  for (const row of [...many().slice(0, 100), made(Number.MAX_SAFE_INTEGER)])
    expect(Conversation.parse(row)).toEqual(row)
})

test('makes all types, with the assistants that there are', () => {
  const rows = many()
  expect(new Set(rows.map((row) => row.type))).toEqual(new Set(conversationTypes))
  expect(new Set(rows.map((row) => row.assistant_id))).toEqual(
    new Set(assistants.map(({ id }) => id)),
  )
})

test('keeps every field that is given', () => {
  const given = {
    uuid: 'u',
    assistant_id: 99,
    type: 'widget',
    variables: new Map([['a', 1]]),
    external_identifier: 'x',
    message_count: 0,
    total_cost: 7,
    ai_enabled: false,
    whatsapp_sender_name: 'a',
    whatsapp_sender_phone: 'b',
    customer_name: 'c',
    customer_phone: 'd',
    created_at: '2020-01-01 00:00:00',
    updated_at: '2019-01-01 00:00:00',
  } as const satisfies PartialConversation
  expect(made(3, given)).toEqual({ id: 3, ...given })
})

test('keeps null where null is given', () => {
  const nulls = {
    variables: null,
    customer_name: null,
    customer_phone: null,
    whatsapp_sender_name: null,
    whatsapp_sender_phone: null,
  }
  for (const row of many({ type: 'whatsapp', ...nulls })) expect(row).toMatchObject(nulls)
})

test('gives the row the id that it is made for', () => {
  expect(made(3, { id: 8 }).id).toBe(3)
})

test('needs no assistants when the given names one', () => {
  expect(make({ assistant_id: 4 }, { id: 1, now: NOW, assistants: [] }).assistant_id).toBe(4)
})

describe('dates', () => {
  test.each<[string, PartialConversation, string, string]>([
    ['are now', {}, '2025-01-25 10:13:20', '2025-01-25 10:13:20'],
    [
      'follow created_at',
      { created_at: '2020-02-29 01:02:03' },
      '2020-02-29 01:02:03',
      '2020-02-29 01:02:03',
    ],
    [
      'leave created_at beside updated_at',
      { updated_at: '2025-01-26 00:00:00' },
      '2025-01-25 10:13:20',
      '2025-01-26 00:00:00',
    ],
  ])('%s', (_, given, created, updated) => {
    expect(made(1, given)).toMatchObject({ created_at: created, updated_at: updated })
  })
})

describe('fields agree:', () => {
  test.each(conversationTypes)('%s has the parties and the identifier of its type', (type) => {
    const rows = many({ type })
    expect(rows.every((row) => (row.customer_phone !== null) === (type === 'whatsapp'))).toBe(true)
    expect(rows.every((row) => (row.whatsapp_sender_name !== null) === (type === 'whatsapp'))).toBe(
      true,
    )
    expect(
      rows.every((row) => (row.whatsapp_sender_phone !== null) === (type === 'whatsapp')),
    ).toBe(true)
    expect(rows.some((row) => row.customer_name !== null)).toBe(type === 'whatsapp')
    expect(rows.some((row) => row.external_identifier !== null)).toBe(type === 'api')
  })

  test.each<[string, PartialConversation, Conversation['type']]>([
    ['a customer', { customer_name: 'Ann' }, 'whatsapp'],
    ['a sender', { whatsapp_sender_phone: '+1' }, 'whatsapp'],
    ['an identifier', { external_identifier: 'x' }, 'api'],
  ])('what has %s is of the type that has one', (_, given, type) => {
    expect(new Set(many(given).map((row) => row.type))).toEqual(new Set([type]))
  })

  test('but a type that is given stays', () => {
    expect(made(1, { type: 'widget', customer_name: 'Ann' })).toMatchObject({
      type: 'widget',
      customer_name: 'Ann',
      customer_phone: null,
    })
  })

  test('the cost follows the messages', () => {
    expect(many({ type: 'api', message_count: 0 }).every((row) => row.total_cost === 0)).toBe(true)
    expect(
      many({ type: 'api', message_count: 1000 }).every(
        (row) => row.total_cost >= 0.3 && row.total_cost <= 0.9,
      ),
    ).toBe(true)
  })

  test('variables are those of the type', () => {
    const rows = many({ type: 'test' }).map((row) => encodeJson(row.variables))
    expect(rows.filter((json) => !/^(null|\{"(test_run|user_name|cart)":.*)$/.test(json))).toEqual(
      [],
    )
  })
})
