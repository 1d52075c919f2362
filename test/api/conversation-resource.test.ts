import { describe, expect, test } from 'vitest'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { type Conversation, conversationTypes } from '../../src/dataset/dataset.ts'

const assistant = { uuid: 'assistant-uuid', name: 'Früh/Spät' }

const row: Conversation = {
  id: 1,
  uuid: 'uuid',
  assistant_id: 2,
  type: 'widget',
  variables: null,
  external_identifier: 'crm/1',
  message_count: 8,
  total_cost: 1e-7,
  ai_enabled: true,
  whatsapp_sender_name: 'Müller',
  whatsapp_sender_phone: '+49',
  customer_name: null,
  customer_phone: '+1',
  created_at: '2025-01-25 10:15:00',
  updated_at: '2025-01-25 10:28:45',
}

const keysOf = (text: string): string[] => Object.keys(JSON.parse(text))

const head = ['id', 'assistant_id', 'assistant_name', 'type']
const tail = ['message_count', 'total_cost', 'ai_enabled', 'created_at', 'updated_at']

test.each(conversationTypes)('has the same nine fields in the basic text of type %s', (type) => {
  expect(keysOf(renderConversation({ ...row, type }, assistant).basic)).toEqual([...head, ...tail])
})

test.each([
  { type: 'test', keys: [...head, 'variables', ...tail] },
  { type: 'widget', keys: [...head, 'variables', ...tail] },
  { type: 'api', keys: [...head, 'variables', 'external_identifier', ...tail] },
  { type: 'whatsapp', keys: [...head, 'variables', ...tail, 'whatsapp_sender', 'customer'] },
] as const)('has the fields of type $type in the full text', ({ type, keys }) => {
  expect(keysOf(renderConversation({ ...row, type }, assistant).full)).toEqual(keys)
})

test('leaves out an identifier that is not set', () => {
  expect(
    keysOf(renderConversation({ ...row, type: 'api', external_identifier: null }, assistant).full),
  ).not.toContain('external_identifier')
})

test('writes the names of the parties as null where there is none', () => {
  expect(
    renderConversation({ ...row, type: 'whatsapp', whatsapp_sender_phone: null }, assistant).full,
  ).toContain(
    String.raw`,"whatsapp_sender":{"name":"M\u00fcller","phone":null},"customer":{"name":null,"phone":"+1"}}`,
  )
})

describe('the spelling of PHP', () => {
  test('is that of all values', () => {
    expect(renderConversation(row, assistant).basic).toBe(
      String.raw`{"id":"uuid","assistant_id":"assistant-uuid","assistant_name":"Fr\u00fch\/Sp\u00e4t","type":"widget","message_count":8,` +
        String.raw`"total_cost":1.0e-7,"ai_enabled":true,"created_at":"2025-01-25 10:15:00","updated_at":"2025-01-25 10:28:45"}`,
    )
  })

  test.each([
    { variables: new Map(), text: '[]' },
    {
      variables: new Map([
        ['b', 1],
        ['a', 2],
      ]),
      text: '{"b":1,"a":2}',
    },
    { variables: [1, 'x'], text: '[1,"x"]' },
    { variables: 'text', text: '"text"' },
  ])('is that of variables: $text', ({ variables, text }) => {
    expect(renderConversation({ ...row, variables }, assistant).full).toContain(
      `"variables":${text},"message_count"`,
    )
  })
})

test('tells assistants apart', () => {
  const names = ['a', 'b'].map((name) => renderConversation(row, { uuid: name, name }).basic)
  expect(
    names.map((text) =>
      /"assistant_id":"(.)","assistant_name":"(.)"/.exec(text)?.slice(1).join(''),
    ),
  ).toEqual(['aa', 'bb'])
})
