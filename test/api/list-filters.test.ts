import { describe, expect, test } from 'vitest'
import { validateList } from '../../src/api/list-filters.ts'
import { type EditionName, editions } from '../../src/editions.ts'
import { Failure } from '../../src/laravel/errors.ts'
import { parseQuery } from '../../src/php/query-string.ts'
import { type InputArray } from '../../src/php/input-array.ts'

/** Unix seconds of a Saturday. */
const now = Date.UTC(2025, 0, 25, 14, 30) / 1000

const inContext = (edition: EditionName, input: InputArray) =>
  validateList(editions[edition].parameters, { input, now, ownsAssistant: (id) => id === 7n })

/** The error messages of each field, in their order; undefined for valid input. */
function errorsOf(
  edition: EditionName,
  query: string,
): { message: string; fields: [string, readonly string[]][] } | undefined {
  try {
    inContext(edition, parseQuery(query))
    return undefined
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { message: error.message, fields: [...(error.errors ?? [])] }
  }
}

describe('the messages', () => {
  test.each<[string, [string, string[]][]]>([
    ['type=x', [['type', ['The selected type is invalid.']]]],
    ['type[]=test', [['type', ['The selected type is invalid.']]]],
    ['assistant_id=x', [['assistant_id', ['The assistant id field must be an integer.']]]],
    ['assistant_id=8', [['assistant_id', ['The selected assistant id is invalid.']]]],
    ['date_from=x', [['date_from', ['The date from field must match the format Y-m-d.']]]],
    ['date_to=x', [['date_to', ['The date to field must match the format Y-m-d.']]]],
    [
      'date_from=2025-01-02&date_to=2025-01-01',
      [['date_to', ['The date to field must be a date after or equal to date from.']]],
    ],
    [
      'date_from=2025-01-02&date_to=nope',
      [
        [
          'date_to',
          [
            'The date to field must match the format Y-m-d.',
            'The date to field must be a date after or equal to date from.',
          ],
        ],
      ],
    ],
    [
      'date_to[]=2025-01-02',
      [
        [
          'date_to',
          [
            'The date to field must match the format Y-m-d.',
            'The date to field must be a date after or equal to date from.',
          ],
        ],
      ],
    ],
    ['customer_phone[]=1', [['customer_phone', ['The customer phone field must be a string.']]]],
    [
      `whatsapp_sender_phone=${'x'.repeat(256)}`,
      [
        [
          'whatsapp_sender_phone',
          ['The whatsapp sender phone field must not be greater than 255 characters.'],
        ],
      ],
    ],
    [
      'external_identifier[a]=1',
      [['external_identifier', ['The external identifier field must be a string.']]],
    ],
    ['per_page=x', [['per_page', ['The per page field must be an integer.']]]],
    ['per_page=0', [['per_page', ['The per page field must be at least 1.']]]],
    ['per_page=101', [['per_page', ['The per page field must not be greater than 100.']]]],
    [
      'per_page=0.5',
      [
        [
          'per_page',
          ['The per page field must be an integer.', 'The per page field must be at least 1.'],
        ],
      ],
    ],
    ['cursor[]=x', [['cursor', ['The cursor field must be a string.']]]],
  ])('for %s', (query, fields) => {
    expect(errorsOf('combined', query)?.fields).toEqual(fields)
  })

  test.each([
    ['per_page=0', 'The per page field must be at least 1.'],
    ['per_page=0.5', 'The per page field must be an integer. (and 1 more error)'],
    ['per_page=0.5&type=x', 'The selected type is invalid. (and 2 more errors)'],
  ])('are summed up for %s', (query, message) => {
    expect(errorsOf('combined', query)?.message).toBe(message)
  })

  test('come in the order of the rules, not of the query', () => {
    const query =
      'cursor[]=x&per_page=0&external_identifier[]=x&date_to=x&date_from=x&assistant_id=x&type=x'
    expect(errorsOf('combined', query)?.fields.map(([field]) => field)).toEqual([
      'type',
      'assistant_id',
      'date_from',
      'date_to',
      'external_identifier',
      'per_page',
      'cursor',
    ])
  })
})

describe('what an edition does not document', () => {
  test.each<[EditionName, string]>([
    ['nicecall', 'customer_phone[]=1&whatsapp_sender_phone[]=1&external_identifier[]=1&cursor[]=x'],
    [
      'aiployees',
      'customer_phone[]=1&whatsapp_sender_phone[]=1&external_identifier[]=1&cursor[]=x',
    ],
    ['autocalls', 'date_from=x&date_to=y&page=x'],
    ['combined', 'page=x&limit=x&search[]=x'],
  ])('is not looked at by %s', (edition, query) => {
    expect(errorsOf(edition, query)).toBeUndefined()
  })

  test('is not among the filters', () => {
    const query = parseQuery(
      'type=api&customer_phone=1&date_from=2025-01-01&date_to=2025-01-02&external_identifier=x&assistant_id=7',
    )
    expect(inContext('nicecall', query).filters).toEqual({
      type: 'api',
      assistant_id: 7,
      date_from: '2025-01-01',
      date_to: '2025-01-02',
    })
    expect(inContext('autocalls', query).filters).toEqual({
      type: 'api',
      assistant_id: 7,
      customer_phone: '1',
      external_identifier: 'x',
    })
  })
})

describe('valid input', () => {
  test('without parameters asks for 15 rows of all', () => {
    expect(inContext('combined', new Map())).toEqual({ filters: {}, perPage: 15 })
  })

  test('takes null for absent', () => {
    const input: InputArray = new Map(editions.combined.parameters.map((name) => [name, null]))
    expect(inContext('combined', input)).toEqual({ filters: {}, perPage: 15 })
  })

  test('becomes filters, with the assistant as a number', () => {
    const query = parseQuery(
      'type=whatsapp&assistant_id=%2B7&date_from=2025-01-01&date_to=2025-01-01&customer_phone=%2B1&whatsapp_sender_phone=2&external_identifier=0&per_page=100&page=3&cursor=x',
    )
    expect(inContext('combined', query)).toEqual({
      filters: {
        type: 'whatsapp',
        assistant_id: 7,
        date_from: '2025-01-01',
        date_to: '2025-01-01',
        customer_phone: '+1',
        whatsapp_sender_phone: '2',
        external_identifier: '0',
      },
      perPage: 100,
    })
  })
})

test.each(['date_from[]=x&date_to=2025-01-01', 'per_page=1e1001', 'per_page=1e-1001'])(
  'fails with 500 for %s',
  (query) => {
    expect(() => inContext('combined', parseQuery(query))).toThrow(
      expect.objectContaining({ status: 500, message: 'Server Error' }),
    )
  },
)
