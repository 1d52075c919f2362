// Requests that were once harmful. They must not crash or block the mock, and get Laravel's answer.

import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { readFields } from '../../src/editions.ts'
import { trimSlashes } from '../../src/laravel/http.ts'
import { decodeCursor } from '../../src/laravel/cursor.ts'
import { parseInput } from '../../src/laravel/input.ts'
import { startMock } from '../../src/index.ts'

/** Sends bytes unchanged and returns the status line of the answer. */
async function exchange(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.end(Buffer.from(`${head}\r\nConnection: close\r\n\r\n`, 'latin1'))
  return (await text(socket)).split('\r\n', 1)[0] ?? ''
}

const authorized = 'Host: a\r\nAuthorization: Bearer nicecall-demo-key'

test.each([
  [
    'a preflight for a method outside ASCII',
    'OPTIONS /api/x HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: \xff',
    204,
  ],
  ['another', 'OPTIONS /api/x HTTP/1.1\r\nHost: a\r\nAccess-Control-Request-Method: \xdf', 204],
  [
    'an override outside ASCII',
    `POST /api/user/conversations HTTP/1.1\r\n${authorized}\r\nX-HTTP-Method-Override: \xdf`,
    400,
  ],
  ['an empty override', `POST /api/user/conversations?_method= HTTP/1.1\r\n${authorized}`, 400],
  [
    'an array as override',
    `POST /api/user/conversations?_method[]=GET HTTP/1.1\r\n${authorized}`,
    400,
  ],
  [
    '0 as override',
    `POST /api/user/conversations HTTP/1.1\r\n${authorized}\r\nX-HTTP-Method-Override: 0`,
    405,
  ],
  [
    '65 levels of brackets',
    `GET /api/user/conversations?a${'[x]'.repeat(65)}=1 HTTP/1.1\r\n${authorized}`,
    500,
  ],
  [
    'a NUL in a date',
    `GET /api/user/conversations?date_to=2025%00-01-02&date_from=2025-01-01 HTTP/1.1\r\n${authorized}`,
    500,
  ],
  [
    'headers of more than 16 KiB',
    `GET /livez HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(17_000)}`,
    431,
  ],
  [
    'two dates in one',
    `GET /api/user/conversations?date_to=2025-01-24+2025-01-25&date_from=2025-01-01 HTTP/1.1\r\n${authorized}`,
    422,
  ],
])('%s', async (_, head, status) => {
  await using mock = await startMock({ dataset: 'one' })
  expect(await exchange(mock.url, head)).toContain(`HTTP/1.1 ${status} `)
  expect(await exchange(mock.url, 'GET /livez HTTP/1.1\r\nHost: a')).toBe('HTTP/1.1 200 OK')
})

test('trims a megabyte of spaces and slashes in linear time', () => {
  const spaces = ' '.repeat(1_000_000)
  const body = Buffer.from(JSON.stringify({ type: `é${spaces}x` })).toString('latin1')
  expect(
    parseInput('GET', '', { 'content-type': 'application/json' }, body).all.get('type'),
  ).toHaveLength(1_000_002)
  expect(trimSlashes(`/a${'/'.repeat(1_000_000)}b/`)).toHaveLength(1_000_002)
})

test.each([
  ['[[],1]', 1],
  ['[[],[]]', 0],
  ['[null]', null],
  ['{"a":{"b":200}}', 200],
])('a cursor whose id is %s counts as %s', (id, expected) => {
  const encoded = Buffer.from(`{"id":${id},"_pointsToNextItems":true}`).toString('base64url')
  expect(decodeCursor(encoded, ['id'], 11)?.parameters).toEqual([expected])
})

describe('a body of a megabyte', () => {
  const json = { 'content-type': 'application/json' }
  const rest = `${'[],'.repeat(300_000)}1`

  test.each([
    [`{"page":"2","x":[${rest}],"y":{"page":3}}`, '2'],
    [`{"x":[${rest}],"p\\u0061ge":"2"}`, '2'],
    [`{"page":1,"x":[${rest}],"page":100000000000000000000}`, 1e20],
    [`{"page":9007199254740993,"x":[${rest}]}`, 9_007_199_254_740_993n],
    [`{"page":-0,"x":[${rest}]}`, 0],
    [`{"page":[],"x":[${rest}]}`, new Map()],
    [
      `{"page":{"a":[1,2],"b":"},"},"x":[${rest}]}`,
      new Map([
        ['0', null],
        ['1', null],
      ]),
    ],
    [`{"page":2,"x":[${rest}]`, undefined],
    [`{"page":2,"x":[${rest}],"y":"\\ud83d"}`, undefined],
    [`{"page":2,"x":[${rest}],"y":"\\ude00\\ud83d"}`, undefined],
    [`{"page":2,"x":[${rest}],"y":"\\ud83d\\ude00 \\\\ud83d"}`, 2],
    [`{"page":2,"x":[${rest}],"y":"\u00ff"}`, undefined],
    [`{"page":2,"x":${'['.repeat(511)}${rest}${']'.repeat(511)}}`, undefined],
    [`{"page":2,"x":${'['.repeat(509)}${rest}${']'.repeat(509)}}`, 2],
    [`[${rest}]`, undefined],
  ])('%.40s… counts as PHP reads it', (body, page) => {
    expect(parseInput('GET', '', json, body, readFields).all.get('page')).toEqual(page)
  })
})
