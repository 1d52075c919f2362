import { describe, expect, test } from 'vitest'
import type { Comparison, FirstDifference } from '../../src/comparison/compare.ts'
import { toText } from '../../src/comparison/text.ts'
import { rowOf } from './hostile.ts'

const none = { count: 0, ids: [] }

const same: Comparison = {
  editions: { page: 'nicecall', cursor: 'autocalls' },
  same: true,
  rows: { page: 80, cursor: 80 },
  requests: { page: 1, cursor: 2 },
  first_difference: null,
  only_in_page: none,
  only_in_cursor: none,
  duplicated_in_page: none,
  duplicated_in_cursor: none,
  note: null,
}

const first: FirstDifference = {
  index: 16,
  kind: 'order',
  page: rowOf('b'),
  cursor: rowOf('c'),
  requests: {
    page: 'http://localhost:4080/list?page=2',
    cursor: "http://localhost:4080/it's?cursor=x",
  },
}

const different = (given: Partial<FirstDifference>): Comparison => ({
  ...same,
  same: false,
  first_difference: { ...first, ...given },
})

const oneToken = { isOneToken: true }

describe('the same rows', () => {
  test('are one line', () => {
    expect(toText(same, oneToken)).toBe(
      'same 80 rows in the same order: nicecall in 1 request, autocalls in 2 requests\n',
    )
  })

  test.each([
    ['one row', { rows: { page: 1, cursor: 1 } }, 'same 1 row in the same order: '],
    ['no rows', { rows: { page: 0, cursor: 0 } }, 'no rows in either: '],
    [
      'one edition by both',
      { editions: { page: 'combined', cursor: 'combined' } },
      'combined by page in 1 request, combined by cursor in 2',
    ],
    [
      'rows that both give twice',
      { duplicated_in_page: { count: 1, ids: ['a'] } },
      '\nmore than once by nicecall: 1 row: a\n',
    ],
    ['a note', { note: 'the total changed' }, '\nthe total changed\n'],
  ] as const)('may be %s', (_title, given, expected) => {
    expect(toText({ ...same, ...given }, oneToken)).toContain(expected)
  })
})

describe('a difference', () => {
  test('shows both rows, how to see them, and what else there is', () => {
    const comparison = {
      ...different({ cursor: null, kind: 'missing_in_cursor' }),
      only_in_page: { count: 7, ids: ['b', 'c', 'd', 'e', 'f', 'g', 'h'] },
      note: 'the total changed',
    }
    expect(toText(comparison, oneToken))
      .toBe(`different from row 17 on: autocalls does not have this row
  nicecall   ${JSON.stringify(rowOf('b'))}
  autocalls  has no more rows
to see both:
  curl -g -H "Authorization: Bearer $TOKEN" -H 'Accept: application/json' -H 'Prefer: edition=nicecall' 'http://localhost:4080/list?page=2'
  curl -g -H "Authorization: Bearer $TOKEN" -H 'Accept: application/json' -H 'Prefer: edition=autocalls' 'http://localhost:4080/it'\\''s?cursor=x'
nicecall gave 80 rows in 1 request, autocalls gave 80 rows in 2 requests
only by nicecall: 7 rows: b, c, d, e, f, …
the total changed
`)
  })

  test('in a field shows the field', () => {
    const fields = [{ name: 'total_cost' as const, page: 0.004, cursor: undefined }]
    expect(toText(different({ kind: 'field', fields }), oneToken))
      .toMatch(`different at row 17: the same row has other values
  id b
  total_cost
    nicecall   0.004
    autocalls  absent
to see both:
`)
  })

  test.each([
    ['order', 'both have these rows, in another order'],
    ['missing_in_page', 'nicecall does not have this row'],
    ['missing_in_cursor', 'autocalls does not have this row'],
    ['duplicated_in_page', 'nicecall gives a row that it gave before'],
    ['duplicated_in_cursor', 'autocalls gives a row that it gave before'],
  ] as const)('of kind %s is a sentence', (kind, sentence) => {
    expect(toText(different({ kind }), oneToken)).toMatch(
      new RegExp(`^different from row 17 on: ${sentence}\n`),
    )
  })

  test('between two tokens names both', () => {
    const text = toText(different({}), { isOneToken: false })
    expect(text).toContain(`Bearer $PAGE_TOKEN" -H 'Accept: application/json' 'http`)
    expect(text).toContain(`Bearer $CURSOR_TOKEN" -H 'Accept: application/json' 'http`)
  })

  test('does not let a row steer the terminal', () => {
    const text = toText(
      different({ page: { ...rowOf('b'), assistant_name: '\u001b[2J\u009b2J\u202eevil' } }),
      oneToken,
    )
    expect(text).toContain(String.raw`\u001b[2J\u009b2J\u202eevil`)
  })
})
