import { describe, expect, test } from 'vitest'
import { formOf, mapCursor, mapLink } from '../../src/drift/mapping.ts'

const live = 'https://app.example.com/shop'
const mock = 'http://127.0.0.1:4080'

describe('a link of either side', () => {
  const path = '/api/user/conversations'
  test.each([
    ['with its own host', `${live}${path}?page=2`, `${mock}${path}?page=2`],
    [
      'with a port that was asked for',
      `https://app.example.com:81/shop${path}`,
      `http://127.0.0.1:81${path}`,
    ],
    [
      'with a forwarded scheme and port',
      `https://app.example.com:8443/shop${path}`,
      `https://127.0.0.1:8443${path}`,
    ],
    [
      'with the host of the live API',
      `http://app.example.com/shop${path}`,
      `http://app.example.com/shop${path}`,
    ],
    [
      'with the host of a brand',
      `https://app.autocalls.ai${path}`,
      `https://app.autocalls.ai${path}`,
    ],
    [
      'with cursors of other rows',
      `${live}${path}?cursor=${cursorOf({ id: 1 })}`,
      `${mock}${path}?cursor=${cursorOf({ id: 2 })}`,
    ],
  ])('%s is the same', (_, first, second) => {
    expect(mapLink(first, { own: live, live })).toBe(mapLink(second, { own: mock, live }))
  })

  test.each([
    ['without the scheme of its own', `http://app.example.com/shop${path}`, `${mock}${path}`],
    ['with another path', `${live}/v2${path}`, `${mock}${path}`],
    ['with filters', `${live}${path}?type=api&page=2`, `${mock}${path}?page=2`],
    ['with another host', `https://other.example.com${path}`, `${mock}${path}`],
    [
      'with a cursor of other columns',
      `${live}${path}?cursor=${cursorOf({ id: 1 })}`,
      `${mock}${path}?cursor=${cursorOf({ created_at: 'x', id: 1 })}`,
    ],
  ])('%s is another', (_, first, second) => {
    expect(mapLink(first, { own: live, live })).not.toBe(mapLink(second, { own: mock, live }))
  })
})

function cursorOf(members: object): string {
  return Buffer.from(JSON.stringify({ ...members, _pointsToNextItems: true })).toString('base64url')
}

test.each([
  [cursorOf({ id: 7 }), 'cursor(id:number,_pointsToNextItems=true)'],
  [
    cursorOf({ created_at: '2025-01-25 14:30:00', id: '7' }),
    'cursor(created_at:time as YYYY-MM-DD HH:MM:SS,id:number in a text,_pointsToNextItems=true)',
  ],
  ['abc', 'opaque'],
  ['', 'opaque'],
])('the cursor %s is %s', (cursor, text) => {
  expect(mapCursor(cursor)).toBe(text)
})

test.each([
  [undefined, 'absent'],
  [null, 'null'],
  [[], 'list'],
  [{}, 'object'],
  [1.5, 'number'],
  ['7c9e6679-7425-40de-944b-e07fc1f90ae7', 'uuid'],
  ['2025-01-25T14:30:00.000000Z', 'time as ISO 8601'],
  ['0.12', 'number in a text'],
  ['Jane Smith', 'text'],
])('the form of %j is %s', (value, form) => {
  expect(formOf(value)).toBe(form)
})
