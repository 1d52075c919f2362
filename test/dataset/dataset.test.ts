import { completeAssistant } from '../../src/dataset/assistant.ts'
import { describe, expect, test } from 'vitest'
import {
  type Dataset,
  DatasetError,
  type DatasetInput,
  parseDataset,
  parseDatasetText,
} from '../../src/dataset/dataset.ts'
import { encodeJson } from '../../src/php/json.ts'
import { formatDataset } from '../../src/dataset/text.ts'

const user = { id: 1, name: 'One', email: 'one@example.com' }
const token = { id: 1, user_id: 1, plain: 'key' }
const assistant = { id: 1, uuid: 'a1', user_id: 1, name: 'Assistant' }
const conversation = {
  id: 1,
  uuid: 'c1',
  assistant_id: 1,
  type: 'test',
  message_count: 3,
  total_cost: 0.5,
  ai_enabled: true,
  created_at: '2025-01-25 10:15:00',
  updated_at: '2025-01-25 10:28:45',
} as const satisfies DatasetInput['conversations'][number]

type Tables = {
  users?: object[]
  tokens?: object[]
  assistants?: object[]
  conversations?: object[]
}

const dataset = (tables: Tables = {}): object => ({
  users: [user],
  tokens: [token],
  assistants: [assistant],
  conversations: [conversation],
  ...tables,
})

const changed = (changes: object): object =>
  dataset({ conversations: [{ ...conversation, ...changes }] })

const without = (row: object, name: string): object =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key !== name))

/** The sentence with which a dataset is refused. */
function refusalOf(parse: () => Dataset): string | undefined {
  try {
    parse()
    return undefined
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error
    return error.message
  }
}

/** Variables given as JSON text, as a client would see them. */
const variablesOf = (variables: string): string => {
  const text = JSON.stringify(changed({ variables: '?' })).replace('"?"', variables)
  return encodeJson(parseDatasetText(text, 'place').conversations[0]?.variables ?? null)
}

describe('refuses', () => {
  test.each<[string, Tables, string]>([
    [
      'users of one id',
      { users: [user, user] },
      'users[1].id is already used by users[0]; it must be unique',
    ],
    [
      'tokens of one id',
      { tokens: [token, { ...token, plain: 'b' }] },
      'tokens[1].id is already used by tokens[0]; it must be unique',
    ],
    [
      'tokens of one secret',
      { tokens: [token, { ...token, id: 2 }] },
      'tokens[1].plain is already used by tokens[0]; it must be unique',
    ],
    [
      'assistants of one id',
      { assistants: [assistant, { ...assistant, uuid: 'b' }] },
      'assistants[1].id is already used by assistants[0]; it must be unique',
    ],
    [
      'assistants of one uuid',
      { assistants: [assistant, { ...assistant, id: 2 }] },
      'assistants[1].uuid is already used by assistants[0]; it must be unique',
    ],
    [
      'conversations of one id',
      {
        conversations: [
          conversation,
          { ...conversation, id: 2, uuid: 'b' },
          { ...conversation, uuid: 'c' },
        ],
      },
      'conversations[2].id is already used by conversations[0]; it must be unique',
    ],
    [
      'conversations of one uuid',
      { conversations: [conversation, { ...conversation, id: 2 }] },
      'conversations[1].uuid is already used by conversations[0]; it must be unique',
    ],
    [
      'a token of nobody',
      { tokens: [{ ...token, user_id: 9 }] },
      'tokens[0].user_id names 9, which does not exist; add it or correct the reference',
    ],
    [
      'an assistant of nobody',
      { assistants: [{ ...assistant, user_id: 9 }] },
      'assistants[0].user_id names 9, which does not exist; add it or correct the reference',
    ],
    [
      'a conversation of no assistant',
      { conversations: [{ ...conversation, assistant_id: 9 }] },
      'conversations[0].assistant_id names 9, which does not exist; add it or correct the reference',
    ],
    [
      'no users',
      { users: [], tokens: [], assistants: [], conversations: [] },
      'users must have at least 1 entry',
    ],
    [
      'secrets with a space',
      { tokens: [{ ...token, plain: 'a b' }] },
      'tokens[0].plain must be a text without spaces, commas and "|"',
    ],
    [
      'secrets with a pipe',
      { tokens: [{ ...token, plain: '1|a' }] },
      'tokens[0].plain must be a text without spaces, commas and "|"',
    ],
    [
      'an unknown edition',
      { tokens: [{ ...token, edition: 'v2' }] },
      'tokens[0].edition must be one of nicecall, aiployees, autocalls, combined',
    ],
  ])('%s', (_, tables, message) => {
    expect(refusalOf(() => parseDataset(dataset(tables), 'place'))).toBe(`place: ${message}`)
  })

  const date = 'must be a date that exists, written as YYYY-MM-DD HH:MM:SS'

  test.each<[object, string]>([
    [{ type: 'call' }, 'type must be one of test, widget, whatsapp, api'],
    [{ created_at: '2025-02-29 00:00:00' }, `created_at ${date}`],
    [{ updated_at: '2025-01-25' }, `updated_at ${date}`],
    [{ created_at: '2025-01-25T10:15:00Z' }, `created_at ${date}`],
    [{ updated_at: '2025-01-25 24:00:00' }, `updated_at ${date}`],
    [{ updated_at: '2025-01-25 10:60:00' }, `updated_at ${date}`],
    [{ updated_at: '2025-01-25 10:15:00 ' }, `updated_at ${date}`],
    [
      { created_at: '2025-02-30 00:00:00', updated_at: '2025-02-30 00:00:01' },
      `created_at ${date}; conversations[0].updated_at ${date}`,
    ],
    [{ id: '1' }, 'id must be a number'],
    [{ id: 1.5 }, 'id must be a whole number'],
    [{ uuid: '' }, 'uuid must be at least 1 character long'],
    [{ message_count: -1 }, 'message_count must be at least 0'],
    [{ ai_enabled: 1 }, 'ai_enabled must be a boolean'],
    [{ customer_name: 5 }, 'customer_name must be a string'],
    [{ externalIdentifier: 'x' }, 'has unknown field externalIdentifier; remove or correct it'],
    [{ a: 1, b: 2 }, 'has unknown fields a, b; remove or correct it'],
  ])('the change of a conversation to %o', (changes, message) => {
    expect(refusalOf(() => parseDataset(changed(changes), 'place'))).toContain(
      `place: conversations[0]${message.startsWith('has') ? ' ' : '.'}${message}`,
    )
  })

  test.each([
    'id',
    'uuid',
    'assistant_id',
    'type',
    'message_count',
    'total_cost',
    'ai_enabled',
    'created_at',
    'updated_at',
  ])('a conversation without %s', (name) => {
    expect(
      refusalOf(() =>
        parseDataset(dataset({ conversations: [without(conversation, name)] }), 'place'),
      ),
    ).toContain(
      `place: conversations[0].${name} is missing; it must be ${name === 'type' ? 'one of test, ' : 'a'}`,
    )
  })

  test('a missing field once, also where it may be of two kinds', () => {
    expect(
      refusalOf(() =>
        parseDataset(dataset({ conversations: [without(conversation, 'total_cost')] }), 'place'),
      ),
    ).toBe('place: conversations[0].total_cost is missing; it must be a number')
  })

  test.each([null, 5, 'x', [], {}])('%o, which is no dataset', (value) => {
    expect(refusalOf(() => parseDataset(value, 'place'))).toMatch(/^place: /)
  })

  test('a table that nobody knows', () => {
    expect(refusalOf(() => parseDataset({ ...dataset(), shoes: [] }, 'place'))).toBe(
      'place: the dataset has unknown field shoes; remove or correct it',
    )
  })

  test('many faults at once, and names three', () => {
    const conversations = Array.from({ length: 6 }, (_, index) => ({
      ...conversation,
      id: index + 1,
    }))
    const message = refusalOf(() => parseDataset(dataset({ conversations }), 'place'))
    expect(message).toBe(
      `place: ${[1, 2, 3].map((index) => `conversations[${index}].uuid is already used by conversations[0]; it must be unique`).join('; ')} (and 2 more)`,
    )
  })
})

describe('refuses text that is not JSON, with the line', () => {
  test.each([
    ['', 'place is not JSON: expected a value in line 1'],
    ['{\n"users":[\n', 'place is not JSON: expected a value in line 3'],
    ['{\n"users":[],\n}', 'place is not JSON: expected a property name in double quotes in line 3'],
    ['{"users":[]}\n\nx', 'place is not JSON: unexpected text after the value in line 3'],
    [
      '{"id":"a"}\n{"id":"b"}',
      'place holds several JSON values, the second in line 2; make one list of them, for example with jq -s',
    ],
    ['{\r\n"a":01}', 'place is not JSON: expected "," or "}" in line 2'],
  ])('%j', (text, message) => {
    expect(refusalOf(() => parseDatasetText(text, 'place'))).toBe(message)
  })

  test('but names the path where it is JSON', () => {
    expect(
      refusalOf(() => parseDatasetText(JSON.stringify(changed({ type: 'call' })), 'file.json')),
    ).toBe('file.json: conversations[0].type must be one of test, widget, whatsapp, api')
  })
})

describe('optional fields', () => {
  test('are null or empty when they are absent', () => {
    const parsed = parseDataset(dataset({ users: [{ id: 1 }] }), 'place')
    expect(parsed).toEqual({
      users: [{ id: 1, name: '', email: '', total_balance: 100 }],
      tokens: [{ ...token, edition: null, expires_at: null }],
      assistants: [completeAssistant(assistant)],
      conversations: [
        {
          ...conversation,
          variables: null,
          external_identifier: null,
          whatsapp_sender_name: null,
          whatsapp_sender_phone: null,
          customer_name: null,
          customer_phone: null,
        },
      ],
    })
  })

  test('may be null as well', () => {
    const nulls = {
      variables: null,
      external_identifier: null,
      whatsapp_sender_name: null,
      customer_phone: null,
    }
    expect(parseDataset(changed(nulls), 'place')).toEqual(parseDataset(dataset(), 'place'))
  })
})

describe('the text form', () => {
  test.each([
    [
      'integers beyond 2^53',
      '{"a":9007199254740993,"b":-9223372036854775808}',
      '{"a":9007199254740993,"b":-9223372036854775808}',
    ],
    ['the order of keys', '{"b":1,"10":2,"9":3,"a":4}', '{"b":1,"10":2,"9":3,"a":4}'],
    ['the order of keys inside', '{"x":[{"2":1,"1":2}]}', '{"x":[{"2":1,"1":2}]}'],
    ['floats', '{"a":1.0,"b":1e-7,"c":-0.0}', '{"a":1,"b":1.0e-7,"c":-0}'],
    ['that an integer of zero has no sign', '{"a":-0,"b":[-0,-0]}', '{"a":0,"b":[0,0]}'],
    ['lists', '[1,[2],{"a":[]}]', '[1,[2],{"a":[]}]'],
    ['empty objects as PHP does', '{}', '[]'],
    ['texts', '"text"', '"text"'],
  ])('keeps in variables %s', (_, variables, expected) => {
    expect(variablesOf(variables)).toBe(expected)
  })

  test('takes whole costs of any size', () => {
    const text = JSON.stringify(changed({ total_cost: '?' })).replace('"?"', '9007199254740993')
    expect(parseDatasetText(text, 'place').conversations[0]?.total_cost).toBe(9_007_199_254_740_992)
  })

  test('gives back what is written', () => {
    const variables = { b: [1, 0.5, 'ä\u200b🙂'], 1: { a: null } }
    const parsed = parseDataset(changed({ variables, customer_name: '"\\/\u0000' }), 'place')
    expect(parseDatasetText([...formatDataset(parsed)].join(''), 'place')).toEqual(parsed)
  })
})

test.each([
  [
    'a hundred thousand levels',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    'nested deeper than',
  ],
  ['numbers beyond all floats', '[1e400]', 'must not hold numbers beyond 1.8e308'],
])('refuses variables of %s', (_, variables, message) => {
  const row = `{"id":1,"uuid":"u","assistant_id":1,"type":"api","variables":${variables},"message_count":1,"total_cost":0,"ai_enabled":true,"created_at":"2025-01-01 00:00:00","updated_at":"2025-01-01 00:00:00"}`
  const text = `{"users":[{"id":1}],"tokens":[],"assistants":[{"id":1,"uuid":"a","user_id":1,"name":""}],"conversations":[${row}]}`
  expect(() => parseDatasetText(text, 'file')).toThrow(message)
})
