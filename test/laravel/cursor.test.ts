import { sortColumns } from '../../src/dataset/sort-order.ts'
import { describe, expect, test } from 'vitest'
import {
  type CursorPage,
  type CursorParameter,
  decodeCursor,
  encodeCursor,
  renderCursorPage,
} from '../../src/laravel/cursor.ts'

const encoded = (json: string): string => Buffer.from(json).toString('base64url')

/** The bound value of `id` for a cursor that has this JSON value. */
const boundId = (value: string): CursorParameter | undefined =>
  decodeCursor(encoded(`{"id":${value},"_pointsToNextItems":true}`), ['id'], 11)?.parameters[0]

const pointsForward = (direction: string): boolean | undefined =>
  decodeCursor(encoded(`{"id":1,"_pointsToNextItems":${direction}}`), ['id'], 11)?.pointsToNextItems

const key = { id: 170, created_at: '2025-01-28 20:57:06' }

describe('round trip', () => {
  test.each([true, false])(
    'of the order by id, pointing to next items: %s',
    (pointsToNextItems) => {
      expect(decodeCursor(encodeCursor(key, ['id'], pointsToNextItems), ['id'], 11)).toEqual({
        parameters: [170],
        pointsToNextItems,
      })
    },
  )

  test.each([true, false])(
    'of the order by created_at, pointing to next items: %s',
    (pointsToNextItems) => {
      const cursor = encodeCursor(key, ['created_at', 'id'], pointsToNextItems)
      expect(decodeCursor(cursor, ['created_at', 'id'], 11)).toEqual({
        parameters: ['2025-01-28 20:57:06', 170],
        pointsToNextItems,
      })
    },
  )

  test.each(['0', '-1', '007', '1.0', '999999999999999', '1000000000000000', '9007199254740993'])(
    'reads the id %s in the same way with and without spaces',
    (id) => {
      for (const direction of [true, false]) {
        const [compact, spaced] = [
          `{"id":${id},"_pointsToNextItems":${direction}}`,
          ` { "id" : ${id} , "_pointsToNextItems" : ${direction} } `,
        ].map((json) => decodeCursor(encoded(json), ['id'], 13))
        expect(compact).toEqual(spaced)
      }
    },
  )

  test('writes compact JSON, the columns in their order, in URL-safe base64', () => {
    expect(encodeCursor({ id: 100, created_at: '' }, ['id'], true)).toBe(
      'eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9',
    )
    expect(
      Buffer.from(encodeCursor(key, ['created_at', 'id'], false), 'base64url').toString(),
    ).toBe('{"created_at":"2025-01-28 20:57:06","id":170,"_pointsToNextItems":false}')
  })

  test('needs no padding and no reserved character for any id', () => {
    const cursors = Array.from({ length: 300 }, (_, index) =>
      encodeCursor(
        { id: 7 ** 4 * index, created_at: '2025-06-15 01:02:03' },
        ['created_at', 'id'],
        true,
      ),
    )
    expect(cursors.filter((cursor) => !/^[\w-]+$/.test(cursor))).toEqual([])
  })
})

describe('what is no cursor, hence the first page', () => {
  test.each([
    ['nothing', ''],
    ['garbage', 'garbage'],
    ['characters outside the alphabet', '!!!'],
    ['JSON that was not encoded', '{"id":100,"_pointsToNextItems":true}'],
    ['a uuid', '7c9e6679-7425-40de-944b-e07fc1f90ae7'],
    ['a text', encoded('hello world')],
    ['one character too few', encodeCursor(key, ['id'], true).slice(0, -2)],
    [
      'something after the cursor',
      `${encodeCursor({ id: 100, created_at: '' }, ['id'], true)}xxxx`,
    ],
    [
      'bytes that are not UTF-8',
      Buffer.from('{"id":"\u00ff","_pointsToNextItems":true}', 'latin1').toString('base64url'),
    ],
    ['half a surrogate pair', encoded(String.raw`{"id":"\ud800","_pointsToNextItems":true}`)],
    [
      'JSON nested too deep',
      encoded(`{"id":${'['.repeat(511)}1${']'.repeat(511)},"_pointsToNextItems":true}`),
    ],
    ['a word in capitals', encoded('{"id":100,"_pointsToNextItems":TRUE}')],
  ])('%s', (_, text) => {
    expect(decodeCursor(text, ['id'], 11)).toBeUndefined()
    expect(decodeCursor(text, ['id'], 13)).toBeUndefined()
  })
})

describe('what is JSON without a direction', () => {
  const cases = [
    '5',
    '1.5',
    'null',
    'true',
    '"str"',
    '[]',
    '[1,2]',
    '{}',
    '{"id":100}',
    '{"id":100,"_pointstonextitems":true}',
  ]

  test.each(cases)('%s fails with 500 up to Laravel 12', (json) => {
    for (const laravel of [11, 12])
      expect(() => decodeCursor(encoded(json), ['id'], laravel)).toThrow('Server Error')
  })

  test.each(cases)('%s is no cursor in Laravel 13', (json) => {
    expect(decodeCursor(encoded(json), ['id'], 13)).toBeUndefined()
  })
})

describe('what lacks an ordering column', () => {
  test.each([
    ['no column', 'id', '{"_pointsToNextItems":true}'],
    ['null', 'id', '{"id":null,"_pointsToNextItems":true}'],
    ['another spelling', 'id', '{"ID":1,"_pointsToNextItems":true}'],
    ['a qualified name', 'id', '{"conversations.id":1,"_pointsToNextItems":true}'],
    ['the id alone', 'created_at', '{"id":1,"_pointsToNextItems":true}'],
    [
      'the date alone',
      'created_at',
      '{"created_at":"2025-01-01 00:00:00","_pointsToNextItems":true}',
    ],
    ['one of them null', 'created_at', '{"created_at":null,"id":1,"_pointsToNextItems":false}'],
  ] as const)('%s fails with 500 in every version', (_, order, json) => {
    for (const laravel of [11, 12, 13])
      expect(() => decodeCursor(encoded(json), sortColumns[order], laravel)).toThrow('Server Error')
  })
})

describe('lenient base64', () => {
  // Its base64 has no padding, and has both characters that differ between the two alphabets.
  const json = '{"id":100,"x":"~~~>>>??","_pointsToNextItems":true}'
  const cursor = encoded(json)

  test.each([
    ['the standard alphabet', Buffer.from(json).toString('base64')],
    ['the URL-safe alphabet', cursor],
    ['padding', `${cursor}==`],
    ['padding in the middle', cursor.replace(/^.{7}/, '$&=')],
    ['spaces and line breaks', cursor.replaceAll(/.{9}/g, '$& \r\n')],
    ['characters outside the alphabet', `!${cursor}🙂`],
    ['one dangling character', `${cursor}A`],
  ])('takes %s', (_, text) => {
    expect(decodeCursor(text, ['id'], 11)).toEqual({ parameters: [100], pointsToNextItems: true })
  })
})

describe('the value of an ordering column', () => {
  test.each<[string, CursorParameter]>([
    ['100', 100],
    ['"100"', '100'],
    ['" 100"', ' 100'],
    ['""', ''],
    ['"abc"', 'abc'],
    ['100.5', '100.5'],
    ['1e2', 100],
    ['true', 1],
    ['false', 0],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['[7]', 7],
    ['[7,8]', 7],
    ['[[["a"]],8]', 'a'],
    ['{"a":{"b":9},"c":1}', 9],
    ['[true]', 1],
    ['[null]', null],
    ['[]', 0],
    ['{}', 0],
    ['[[]]', 0],
  ])('%s is bound as %o', (json, expected) => {
    expect(boundId(json)).toBe(expected)
  })
})

describe('the direction', () => {
  test.each(['true', '1', '-1', '0.1', '"yes"', '"false"', '"0.0"', '" "', '[0]', '{"a":null}'])(
    '%s goes forward',
    (json) => {
      expect(pointsForward(json)).toBe(true)
    },
  )

  test.each(['false', '0', '-0', '0.0', '-0.0', '""', '"0"', 'null', '[]', '{}'])(
    '%s goes back',
    (json) => {
      expect(pointsForward(json)).toBe(false)
    },
  )
})

describe('renderCursorPage', () => {
  const view: CursorPage = {
    items: '{"id":1}',
    count: 1,
    path: 'http://a/api',
    perPage: 15,
    nextCursor: 'n-_x',
    prevCursor: null,
    urlStart: 'http://a/api?cursor=',
    keys: 7,
  }

  test('writes seven keys in the order of Laravel', () => {
    expect(renderCursorPage(view)).toBe(
      String.raw`{"data":[{"id":1}],"path":"http:\/\/a\/api","per_page":15,"next_cursor":"n-_x","next_page_url":"http:\/\/a\/api?cursor=n-_x","prev_cursor":null,"prev_page_url":null}`,
    )
  })

  test('writes five keys as the public example does', () => {
    expect(renderCursorPage({ ...view, nextCursor: null, prevCursor: 'p', keys: 5 })).toBe(
      String.raw`{"data":[{"id":1}],"path":"http:\/\/a\/api","per_page":15,"next_cursor":null,"prev_cursor":"p"}`,
    )
  })
})
