import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/journal/entry.ts'
import { createMatcher } from '../../src/journal/matcher.ts'
import { RequestFilter } from '../../src/journal/filter-schemas.ts'
import { entry, NOON } from './entries.ts'

const subject = entry({
  id: 4,
  time: NOON + 0.1234,
  edition: 'nicecall',
  target: '/api/user/conversations?type=widget&customer_phone=%2B49&page=2&a[]=1&empty=',
  duration: 12.5,
  faults: ['latency', 'status'],
  correlation: Buffer.from('wälk').toString('latin1'),
})
const own = entry({ isFromDashboard: true })
const stranger = entry({
  user: null,
  token: null,
  edition: null,
  status: null,
  rows: null,
  target: '/\xe9',
})

const cases: readonly [
  filter: RequestFilter,
  entry: Entry,
  mismatch: { field: string; actual: unknown } | undefined,
][] = [
  [{}, subject, undefined],
  [{ user: 1 }, subject, undefined],
  [{ user: 2 }, subject, { field: 'user', actual: 1 }],
  [{ user: null }, subject, { field: 'user', actual: 1 }],
  [
    { user: null, token: null, edition: null, status: null, rows: null, correlation: null },
    stranger,
    undefined,
  ],
  [{ user: 1 }, stranger, { field: 'user', actual: null }],
  [{ token: 3 }, subject, undefined],
  [{ token: 4 }, subject, { field: 'token', actual: 3 }],
  [{ edition: 'nicecall' }, subject, undefined],
  [{ edition: 'combined' }, subject, { field: 'edition', actual: 'nicecall' }],
  [{ method: 'get' }, subject, undefined],
  [{ method: 'HEAD' }, subject, { field: 'method', actual: 'GET' }],
  [{ path: '/api/user/conversations' }, subject, undefined],
  [{ path: '/api/user' }, subject, { field: 'path', actual: '/api/user/conversations' }],
  [{ path: '/%E9' }, stranger, undefined],
  [{ target: 'conversations?type=wid' }, subject, undefined],
  [{ target: 'cursor' }, stranger, { field: 'target', actual: '/%E9' }],
  [{ status: 200 }, subject, undefined],
  [{ status: '2xx' }, subject, undefined],
  [{ status: [404, '2XX'] }, subject, undefined],
  [{ status: 404 }, subject, { field: 'status', actual: 200 }],
  [{ status: '4xx' }, subject, { field: 'status', actual: 200 }],
  [{ status: [404, '5xx'] }, subject, { field: 'status', actual: 200 }],
  [{ status: null }, subject, { field: 'status', actual: 200 }],
  [{ status: ['2xx', '5xx'] }, stranger, { field: 'status', actual: null }],
  [{ fault: 'latency' }, subject, undefined],
  [{ fault: 'any' }, subject, undefined],
  [{ fault: 'none' }, subject, { field: 'fault', actual: ['latency', 'status'] }],
  [{ fault: 'none' }, stranger, undefined],
  [{ fault: 'any' }, stranger, { field: 'fault', actual: [] }],
  [{ fault: 'laten' }, subject, { field: 'fault', actual: ['latency', 'status'] }],
  [{ dashboard: true }, own, undefined],
  [{ dashboard: false }, own, { field: 'dashboard', actual: true }],
  [{ dashboard: true }, subject, { field: 'dashboard', actual: false }],
  [
    { parameters: { type: 'widget', page: 2, customer_phone: '+49', a: '["1"]' } },
    subject,
    undefined,
  ],
  [{ parameters: { cursor: null, empty: null } }, subject, undefined],
  [
    { parameters: { type: 'api', page: 2 } },
    subject,
    { field: 'parameters.type', actual: 'widget' },
  ],
  [{ parameters: { type: null } }, subject, { field: 'parameters.type', actual: 'widget' }],
  [{ parameters: { cursor: 'x' } }, subject, { field: 'parameters.cursor', actual: null }],
  [{ ignored: 'customer_phone' }, subject, undefined],
  [{ ignored: 'type' }, subject, { field: 'ignored', actual: ['customer_phone', 'a', 'empty'] }],
  [{ correlation: 'wälk' }, subject, undefined],
  [{ correlation: 'walk' }, subject, { field: 'correlation', actual: 'wälk' }],
  [{ rows: 15 }, subject, undefined],
  [{ rows: 14 }, subject, { field: 'rows', actual: 15 }],
  [{ min_duration: 12.5 }, subject, undefined],
  [{ min_duration: 12.6 }, subject, { field: 'min_duration', actual: 12.5 }],
  [
    { since: '2025-01-25T14:30:00.123Z', until: '2025-01-25T15:30:00.123+01:00' },
    subject,
    undefined,
  ],
  [{ since: NOON + 0.1234, until: NOON + 0.1234 }, subject, undefined],
  [
    { since: '2025-01-25T14:30:00.124Z' },
    subject,
    { field: 'since', actual: '2025-01-25T14:30:00.123Z' },
  ],
  [{ until: NOON }, subject, { field: 'until', actual: '2025-01-25T14:30:00.123Z' }],
]

test.each(cases)('%j', (filter, tried, mismatch) => {
  const { matches, mismatches, distance } = createMatcher(RequestFilter.parse(filter))
  expect(mismatches(tried).map(({ field, actual }) => ({ field, actual }))).toEqual(
    mismatch ? [mismatch] : [],
  )
  expect([matches(tried), distance(tried)]).toEqual(mismatch ? [false, 1] : [true, 0])
})

describe('several mismatches', () => {
  const { mismatches, distance, matches } = createMatcher({
    method: 'head',
    status: [404],
    parameters: { type: 'api', page: 3, a: null },
  })

  test('are all told, with what was expected', () => {
    expect(mismatches(subject)).toEqual([
      { field: 'method', expected: 'HEAD', actual: 'GET' },
      { field: 'status', expected: [404], actual: 200 },
      { field: 'parameters.type', expected: 'api', actual: 'widget' },
      { field: 'parameters.page', expected: '3', actual: '2' },
      { field: 'parameters.a', expected: null, actual: '["1"]' },
    ])
    expect(distance(subject)).toBe(5)
  })

  test('are those of each entry in turn', () => {
    const fitting = entry({ method: 'HEAD', status: 404, target: '/?type=api&page=3' })
    expect([fitting, subject, fitting, subject].map(matches)).toEqual([true, false, true, false])
  })
})
