import { expect, test } from 'vitest'
import { violationsOf } from './contract.ts'

const status = {
  version: '1',
  ready: true,
  now: '2025-01-25T14:30:00.000Z',
  users: 1,
  conversations: 1,
  faults: 0,
  requests: 0,
  listeners: 0,
  listeners_cut: 0,
  scripts: [],
  traffic: [],
  replies: [],
}
const answered = (path: string, body: unknown, more: object = {}) =>
  violationsOf({
    method: 'GET',
    path: `/__admin${path}`,
    status: 200,
    type: 'application/json',
    text: JSON.stringify(body),
    sent: undefined,
    ...more,
  })

test('lets what is documented through', () => {
  expect(answered('/status', status)).toEqual([])
  expect(answered('/users/1', { message: 'x', errors: [] }, { status: 404 })).toEqual([])
  expect(answered('/requests/count?x=1', { count: 5 })).toEqual([])
  expect(
    answered('/users/1', '', { method: 'DELETE', status: 204, text: '', type: undefined }),
  ).toEqual([])
})

test.each([
  ['an unknown property', answered('/status', { ...status, live: true }), 'additionalProperty'],
  ['a missing property', answered('/status', {}), 'missingProperty'],
  ['another type of value', answered('/status', { ...status, users: '1' }), 'must be integer'],
  [
    'an unknown status',
    answered('/status', { message: 'x', errors: [] }, { status: 409 }),
    'status 409 is not documented',
  ],
  [
    'another content type',
    answered('/status', status, { type: 'text/html' }),
    'type text/html is not documented',
  ],
  [
    'a body where none is due',
    answered('/users/1', {}, { method: 'DELETE', status: 204 }),
    'the body is not documented',
  ],
  ['an answer where there is no operation', answered('/nothing', {}), 'of no operation'],
  [
    'input that the document does not allow',
    answered('/clock', {}, { method: 'PUT', sent: { x: 1 } }),
    'accepted input',
  ],
])('sees %s', (_what, violations, says) => {
  expect(violations.join('; ')).toContain(says)
})
