import { describe, expect, test } from 'vitest'
import { completeAssistant } from '../../src/dataset/assistant.ts'
import { runAtOnce } from '../../src/clock/turns.ts'
import { DatasetError } from '../../src/dataset/dataset.ts'
import { parseGiven } from '../../src/dataset/given.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'

const row = (id: string, fields: object = {}): object => ({
  id,
  assistant_id: 'a1',
  assistant_name: 'Support Assistant',
  type: 'widget',
  message_count: 12,
  total_cost: 0.0045,
  ai_enabled: true,
  created_at: '2025-01-25 14:30:00',
  updated_at: '2025-01-25 14:45:22',
  ...fields,
})

const given = (values: readonly unknown[], order: SortOrder = 'id') =>
  runAtOnce(
    parseGiven(
      values.map((value, index) => ({ value, name: `${'abcd'[index]}.json` })),
      order,
    ),
  )

/** The list that a dataset makes, the newest first: uuids with their ids. */
const listOf = (values: readonly unknown[], order?: SortOrder): [string, number][] =>
  given(values, order)
    .conversations.map(({ uuid, id }): [string, number] => [uuid, id])
    .toReversed()

const uuidsOf = (values: readonly unknown[], order?: SortOrder): string[] =>
  listOf(values, order).map(([uuid]) => uuid)

function refusalOf(values: readonly unknown[], order?: SortOrder): string {
  try {
    given(values, order)
    return 'accepted'
  } catch (error) {
    if (error instanceof DatasetError) return error.message
    throw error
  }
}

const cursor = (id: number): string =>
  Buffer.from(JSON.stringify({ id, _pointsToNextItems: true })).toString('base64url')

describe('is a dataset', () => {
  test.each([
    ['a page body', { current_page: 1, data: [row('x'), row('y')], total: 68 }],
    [
      'a cursor body',
      { data: [row('x'), row('y')], path: 'p', per_page: 2, next_cursor: null, prev_cursor: null },
    ],
    ['the rows', [row('x'), row('y')]],
    ['a list of bodies', [{ data: [row('x')] }, { data: [row('y')] }]],
    [
      'rows with fields that nobody documents',
      [row('x', { status: 'open' }), row('y', { tags: [] })],
    ],
  ])('%s', (_, value) => {
    expect(listOf([value])).toEqual([
      ['x', 2],
      ['y', 1],
    ])
  })

  test('a list without rows', () => {
    expect([given([[]]), given([{ data: [] }])].map(({ conversations }) => conversations)).toEqual([
      [],
      [],
    ])
  })

  test('of one user with a key for each edition, and the assistants that the rows name', () => {
    const { users, tokens, assistants, conversations } = given([
      [row('x'), row('y', { assistant_id: 'a2', assistant_name: 'B' }), row('z')],
    ])
    expect(users).toHaveLength(1)
    expect(tokens.map(({ plain }) => plain)).toEqual([
      'nicecall-demo-key',
      'aiployees-demo-key',
      'autocalls-demo-key',
      'combined-demo-key',
    ])
    expect(assistants).toEqual([
      completeAssistant({ id: 1, uuid: 'a1', user_id: 1, name: 'Support Assistant' }),
      completeAssistant({ id: 2, uuid: 'a2', user_id: 1, name: 'B' }),
    ])
    expect(conversations.map(({ assistant_id }) => assistant_id)).toEqual([1, 2, 1])
  })

  test('that keeps what rows of the cursor generation have, and null for what rows of pages lack', () => {
    const whatsapp = {
      whatsapp_sender: { name: 'Acme', phone: '+1' },
      customer: { name: null, phone: '+2' },
      variables: { a: 1 },
    }
    const [plain, full] = given([
      [row('x', { type: 'whatsapp', ...whatsapp }), row('y')],
    ]).conversations
    expect(full).toMatchObject({
      whatsapp_sender_name: 'Acme',
      whatsapp_sender_phone: '+1',
      customer_name: null,
      customer_phone: '+2',
      variables: new Map([['a', 1]]),
    })
    expect(plain).toMatchObject({ variables: null, customer_name: null, external_identifier: null })
  })
})

const page = (number: number, ...rows: object[]): object => ({ current_page: number, data: rows })

describe('several files', () => {
  test('follow each other by the number of the page', () => {
    expect(uuidsOf([page(10, row('c')), page(2, row('b')), page(1, row('a'))])).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  test('follow each other by their cursors', () => {
    const first = { data: [row('a')], next_cursor: cursor(9), prev_cursor: null }
    const second = { data: [row('b')], next_cursor: cursor(8), prev_cursor: cursor(8) }
    const third = { data: [row('c')], next_cursor: null, prev_cursor: cursor(7) }
    expect(listOf([second, third, first])).toEqual([
      ['a', 9],
      ['b', 8],
      ['c', 7],
    ])
  })

  test('follow each other as they are given where they do not say', () => {
    expect(uuidsOf([[row('b')], [row('a')]])).toEqual(['b', 'a'])
    expect(uuidsOf([page(1, row('b')), page(1, row('a'))])).toEqual(['b', 'a'])
  })

  test('may overlap, and complete each other', () => {
    const { conversations } = given([
      [row('a'), row('b')],
      [row('b', { variables: { x: 1 } }), row('c')],
    ])
    expect(conversations.map(({ uuid, variables }) => [uuid, variables])).toEqual([
      ['c', null],
      ['b', new Map([['x', 1]])],
      ['a', null],
    ])
  })

  test('may begin in the middle, and the cursors say with which ids', () => {
    expect(
      listOf([
        { data: [row('a'), row('b'), row('c')], next_cursor: cursor(40), prev_cursor: cursor(45) },
      ]),
    ).toEqual([
      ['a', 45],
      ['b', 41],
      ['c', 40],
    ])
  })

  test('have ids from 1 where the cursors leave no room for the rows', () => {
    expect(
      listOf([
        { data: [row('a'), row('b'), row('c')], next_cursor: cursor(40), prev_cursor: cursor(41) },
      ]),
    ).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ])
    expect(
      listOf([{ data: [row('a'), row('b')], next_cursor: 'x', prev_cursor: cursor(1) }]),
    ).toEqual([
      ['a', 2],
      ['b', 1],
    ])
  })
})

describe('by created_at', () => {
  const [early, late] = [
    { created_at: '2025-01-01 00:00:00' },
    { created_at: '2025-01-02 00:00:00' },
  ]

  test('several lists are one, each in its own order where times are the same', () => {
    expect(
      uuidsOf(
        [
          [row('a', late), row('b', early)],
          [row('c', late), row('d', early)],
        ],
        'created_at',
      ),
    ).toEqual(['a', 'c', 'b', 'd'])
  })

  test('a list in another order is refused', () => {
    expect(refusalOf([[row('a', early), row('b', late)]], 'created_at')).toBe(
      'a.json: [1].created_at is later than that of the row before it, but the order is created_at, the newest first; use the order id',
    )
    expect(refusalOf([[row('a', early), row('b', late)]])).toBe('accepted')
  })
})

describe('refuses', () => {
  test.each<[string, unknown[], string]>([
    [
      'two answers that say different things of one conversation',
      [{ data: [row('x')] }, { data: [row('y'), row('x', { message_count: 13 })] }],
      'b.json: data[1].message_count is not what a.json: data[0] says of the same conversation; leave out the older of the two',
    ],
    [
      'one that does so by itself',
      [[row('x'), row('x', { variables: { a: 1 } }), row('x', { variables: { a: 2 } })]],
      'a.json: [2].variables is not what [0] says of the same conversation; leave out the older of the two',
    ],
    [
      'an assistant of two names',
      [[row('x'), row('y', { assistant_name: 'B' })]],
      'a.json: [1].assistant_name is not what [0] calls the same assistant; correct one of them',
    ],
    [
      'a conversation of two assistants',
      [[row('x')], [row('x', { assistant_id: 'a2' })]],
      'b.json: [0].assistant_id is not what a.json: [0] says of the same conversation; leave out the older of the two',
    ],
    [
      'a missing field',
      [[row('x', { total_cost: undefined })]],
      'a.json: [0].total_cost is missing; it must be a number',
    ],
    ['a row of a dataset', [[{ ...row('x'), id: 1 }]], 'a.json: [0].id must be a string'],
    [
      'bodies beside something else',
      [[{ data: [row('x')] }, 5]],
      'a.json: [1] has no data, unlike other answers in this list',
    ],
    [
      'an answer of failure',
      [{ message: 'Unauthenticated.' }],
      'a.json is an answer without rows, in which the API says "Unauthenticated."; fetch it again',
    ],
    [
      'a dataset among lists',
      [[row('x')], { users: [], tokens: [], assistants: [], conversations: [] }],
      'b.json is not a list as the API answers it, and only such lists can be joined; give it alone',
    ],
  ])('%s', (_, values, message) => {
    expect(refusalOf(values)).toBe(message)
  })

  test('rows of another kind with three faults, and says how many there are', () => {
    expect(refusalOf([Array.from({ length: 1000 }, () => 5)])).toBe(
      'a.json: [0] must be an object; [1] must be an object; [2] must be an object (and 97 more)',
    )
  })
})
