import { describe, expect, test } from 'vitest'
import { readText, refusalOf } from './reading.ts'

const lines = (...values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('')

const read = (text: string, rowCount = 9) => readText(text, { format: 'lines', rowCount })
const refusal = (text: string) => refusalOf(text, { format: 'lines' })

const listed = {
  id: 'u1',
  assistant_id: 'a1',
  assistant_name: 'Support',
  type: 'whatsapp',
  message_count: 1,
  total_cost: 0.5,
  ai_enabled: true,
  created_at: '2025-01-02 00:00:00',
  updated_at: '2025-01-02 00:00:00',
  customer: { name: 'Ada', phone: '+1' },
  whatsapp_sender: null,
}

describe('rows', () => {
  test('as the API answers them, the first one the newest', async () => {
    const { conversations, assistants, warnings } = await read(
      lines(listed, { ...listed, id: 'u2', created_at: '2025-01-01 00:00:00', lead: 5 }),
      2,
    )
    expect(conversations).toMatchObject([
      { id: 2, uuid: 'u1', assistant_id: 1, customer_name: 'Ada', whatsapp_sender_name: null },
      { id: 1, uuid: 'u2', assistant_id: 1 },
    ])
    expect(assistants).toMatchObject([{ id: 1, uuid: 'a1', name: 'Support' }])
    expect(warnings).toEqual([
      'rows has fields that this API does not document: lead; they are left out',
    ])
  })

  test('as a dataset holds them, with the users and assistants that lines before describe', async () => {
    const { users, tokens, assistants, conversations } = await read(
      lines(
        { user: { id: 5, name: 'Me' } },
        { token: { id: 1, user_id: 5, plain: 'k' } },
        { assistant: { id: 2, uuid: 'a2', user_id: 5, name: 'Sales' } },
        { id: 7, uuid: 'u7', assistant_id: 2 },
        { id: 3, assistant_id: 'a2', variables: { '10': 1, '9': 2 } },
      ),
    )
    expect([users, tokens, assistants]).toMatchObject([
      [{ id: 5, name: 'Me' }],
      [{ plain: 'k' }],
      [{ id: 2, user_id: 5 }],
    ])
    expect(conversations).toMatchObject([
      { id: 7, uuid: 'u7', assistant_id: 2, type: 'widget' },
      {
        id: 3,
        assistant_id: 2,
        variables: new Map([
          ['10', 1],
          ['9', 2],
        ]),
      },
    ])
  })

  test('over several lines, with blank lines between and CRLF', async () => {
    const text = `${JSON.stringify(listed, null, 2)}\n\n\n${JSON.stringify({ ...listed, id: 'u2' })}\r\n`
    const { conversations, lines: at } = await read(text)
    expect(conversations.map(({ uuid }) => uuid)).toEqual(['u1', 'u2'])
    expect(at).toEqual([1, text.slice(0, text.indexOf('u2')).split('\n').length])
  })
})

const page = (current_page: number, id: string) => ({ current_page, data: [{ ...listed, id }] })

test('takes whole answers, whose pages come in any order', async () => {
  const { conversations } = await read(lines(page(2, 'u2'), page(1, 'u1')))
  expect(conversations.map(({ id, uuid }) => [id, uuid])).toEqual([
    [1, 'u2'],
    [2, 'u1'],
  ])
})

describe('refuses by line and field', () => {
  test.each([
    ['nothing', '\n', 'rows is empty; write a conversation in each line'],
    [
      'values of the wrong kind, all of them',
      lines({ id: 1, type: 'fax' }, { id: 2, ai_enabled: 'yes' }, 5),
      'rows: line 1, type: must be one of test, widget, whatsapp, api; line 2, ai_enabled: must be a boolean; line 3: must be an object',
    ],
    [
      'ids in some rows only',
      lines({ id: 1 }, { uuid: 'x' }),
      'rows: line 2, id: is missing, unlike in line 1',
    ],
    [
      'an assistant that no line describes, beside those that lines describe',
      lines({ assistant: { id: 1, uuid: 'a', name: 'A' } }, { id: 1, assistant_id: 2 }),
      'rows: line 2, assistant_id: names an assistant that no line before describes; add it',
    ],
    [
      'a user that no line describes',
      lines({ user: { id: 1 } }, { token: { id: 1, user_id: 2, plain: 'k' } }, { id: 1 }),
      'rows: line 2, token.user_id: names 2, which does not exist; add it or correct the reference',
    ],
    [
      'a user after conversations',
      lines({ id: 1 }, { user: { id: 1 } }),
      'rows: line 2, user: must stand before all conversations',
    ],
    [
      'an answer without rows',
      lines({ message: 'Unauthenticated.' }),
      'rows, line 1 is an answer without rows, in which the API says "Unauthenticated."; fetch it again',
    ],
    ['broken JSON', '{"id":1}\n{"id":\n', 'rows is not JSON: expected a value in line 3'],
    [
      'a comma between rows',
      '{"id":1},\n{"id":2}\n',
      'rows is not JSON: a value is missing in line 1',
    ],
  ])('%s', async (_name, text, sentence) => {
    expect(await refusal(text)).toBe(sentence)
  })
})
