import { describe, expect, test } from 'vitest'
import { Conversation } from '../../src/dataset/dataset.ts'
import { createUsualRowReader } from '../../src/dataset/usual-row.ts'

const row = {
  id: 7,
  uuid: 'u7',
  assistant_id: 2,
  type: 'whatsapp',
  variables: null,
  external_identifier: null,
  message_count: 0,
  total_cost: 0.25,
  ai_enabled: false,
  whatsapp_sender_name: 'Acme',
  whatsapp_sender_phone: '+1',
  customer_name: null,
  customer_phone: '',
  created_at: '2025-01-31 18:05:00',
  updated_at: '2024-02-29 23:59:59',
}

const read = createUsualRowReader()

describe('reads what the schema reads', () => {
  test.each<[string, object]>([
    ['a row without variables', row],
    ['texts', { ...row, external_identifier: 'x', customer_name: 'Zoë' }],
    ['nested variables', { ...row, variables: { a: [1, { b: null }], c: 2 ** 60 } }],
    ['empty variables', { ...row, variables: [] }],
    ['ordered keys', { ...row, variables: new Map([['10', 1]]) }],
    ['a cost of zero', { ...row, total_cost: -0 }],
    ['the largest numbers', { ...row, id: 2 ** 53 - 1, message_count: 2 ** 53 - 1 }],
    [
      'other days',
      { ...row, created_at: '2025-02-01 00:00:00', updated_at: '2025-02-02 00:00:01' },
    ],
  ])('%s', (_, value) => {
    const expected = Conversation.parse(value)
    expect(read(value)).toEqual(expected)
    expect(Object.keys(read(value) ?? {})).toEqual(Object.keys(expected))
  })
})

const wrong: Record<string, readonly unknown[]> = {
  id: [0, -1, 1.5, 2 ** 53, '7', null, 7n],
  uuid: ['', 7, null, 'x'.repeat(10_001)],
  assistant_id: [0, 1.5, '2', null],
  type: ['sms', null, 'toString'],
  variables: [{ a: Infinity }, JSON.parse('['.repeat(509) + ']'.repeat(509)), 'x'.repeat(262_143)],
  external_identifier: [7, false, {}, 'x'.repeat(10_001)],
  message_count: [-1, 0.5, '1', null],
  total_cost: ['0.25', null, Infinity, NaN],
  ai_enabled: [0, 'true', null],
  whatsapp_sender_name: [7],
  whatsapp_sender_phone: [7],
  customer_name: [7],
  customer_phone: [7],
  created_at: ['2025-02-30 00:00:00', '2025-01-31', 7, null],
  updated_at: ['2025-01-31T18:05:00Z', 7, null],
}

describe('leaves every other row to the schema', () => {
  test.each(Object.entries(wrong))('a wrong %s', (name, values) => {
    for (const value of values) {
      const given = { ...row, [name]: value }
      expect(Conversation.safeParse(given).success, String(value)).toBe(false)
      expect(read(given), String(value)).toBeUndefined()
    }
  })

  test.each(Object.keys(row))('no %s', (name) => {
    const given = Object.fromEntries(Object.entries(row).filter(([each]) => each !== name))
    expect(read(given)).toBeUndefined()
  })

  test('a field that is not known', () => {
    const given = { ...row, assistant_name: 'A' }
    expect(read(given)).toBeUndefined()
    expect(createUsualRowReader(['assistant_name'])(given)).toEqual(row)
  })

  test.each([null, undefined, 'row', 7, [], [row], new Map(Object.entries(row))])(
    'no object: %j',
    (given) => {
      expect(read(given)).toBeUndefined()
    },
  )
})
