import { describe, expect, test } from 'vitest'
import { describeEntry } from '../../src/journal/description.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { Expectation, Verification } from '../../src/journal/verification-schemas.ts'
import { verify } from '../../src/journal/verify.ts'
import { entry } from './entries.ts'
import { finish } from '../finish.ts'

const LIST = '/api/user/conversations'

function verifyAll(entries: readonly Entry[], expectation: Expectation): Verification {
  const made = finish(
    verify([entries], Expectation.parse(expectation), (one) =>
      describeEntry(one, 'http://localhost:4080'),
    ),
  )
  expect(Verification.parse(made)).toEqual(made)
  return made
}

const nearIds = ({ near_misses }: Verification): number[] =>
  near_misses.map(({ request }) => request.id)

/** Three requests with `type=widget`, and one without a filter. */
const asked = [
  entry({ id: 1, target: `${LIST}?type=widget` }),
  entry({ id: 2, target: `${LIST}?type=widget&page=2` }),
  entry({ id: 3, target: LIST }),
  entry({ id: 4, target: `${LIST}?type=widget&page=3`, status: 500 }),
]
const widgets = { parameters: { type: 'widget' } }

describe('bounds', () => {
  test.each([
    [{}, true, 'at least 1'],
    [{ exactly: 3 }, true, 'exactly 3'],
    [{ exactly: 2 }, false, 'exactly 2'],
    [{ exactly: 4 }, false, 'exactly 4'],
    [{ exactly: 0 }, false, 'exactly 0'],
    [{ at_least: 3 }, true, 'at least 3'],
    [{ at_least: 4 }, false, 'at least 4'],
    [{ at_most: 3 }, true, 'at most 3'],
    [{ at_most: 2 }, false, 'at most 2'],
    [{ at_least: 1, at_most: 3 }, true, 'at least 1 and at most 3'],
    [{ at_least: 4, at_most: 5 }, false, 'at least 4 and at most 5'],
  ])('%j of three is %s', (bounds, verified, expected) => {
    const made = verifyAll(asked, { request: widgets, ...bounds })
    expect([made.verified, made.expected, made.count]).toEqual([verified, expected, 3])
    expect(made.requests.map(({ id }) => id)).toEqual([4, 2, 1])
  })

  test('at most some may be none', () => {
    expect(verifyAll([], { request: {}, at_most: 1 }).verified).toBe(true)
    expect(verifyAll([], { request: {} }).verified).toBe(false)
  })

  test('shows twenty of many', () => {
    const many = Array.from({ length: 30 }, (_, index) => entry({ id: index + 1 }))
    const made = verifyAll(many, { request: {}, exactly: 1 })
    expect(made.count).toBe(30)
    expect(made.requests.map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, index) => 30 - index),
    )
  })
})

describe('near misses', () => {
  test('say what would have had to be different, the closest and newest first', () => {
    const made = verifyAll(asked, {
      request: { status: 500, parameters: { type: 'widget', page: 2 } },
    })
    expect(made.near_misses.map(({ request, mismatches }) => [request.id, mismatches])).toEqual([
      [4, [{ field: 'parameters.page', expected: '2', actual: '3' }]],
      [2, [{ field: 'status', expected: 500, actual: 200 }]],
      [
        1,
        [
          { field: 'status', expected: 500, actual: 200 },
          { field: 'parameters.page', expected: '2', actual: null },
        ],
      ],
      [
        3,
        [
          { field: 'status', expected: 500, actual: 200 },
          { field: 'parameters.type', expected: 'widget', actual: null },
          { field: 'parameters.page', expected: '2', actual: null },
        ],
      ],
    ])
  })

  test('are five at most', () => {
    const many = Array.from({ length: 30 }, (_, index) => entry({ id: index + 1 }))
    expect(nearIds(verifyAll(many, { request: { status: 404 } }))).toEqual([30, 29, 28, 27, 26])
  })

  test('are of the same user, and of the same path if anything was asked there', () => {
    const entries = [
      entry({ id: 1, user: 2 }),
      entry({ id: 2, status: 500 }),
      entry({ id: 3, target: '/api/user' }),
    ]
    const request = { user: 1, rows: 1 }
    expect(nearIds(verifyAll(entries, { request: { ...request, path: LIST } }))).toEqual([2])
    expect(nearIds(verifyAll(entries, { request: { ...request, path: '/other' } }))).toEqual([3, 2])
    expect(nearIds(verifyAll(entries, { request }))).toEqual([3, 2])
    expect(nearIds(verifyAll(entries, { request: { ...request, user: 9 } }))).toEqual([])
  })

  test.each([{}, { at_most: 2 }, { exactly: 0 }, { exactly: 3 }])(
    'are not told of %j, where too few is not the trouble',
    (bounds) => {
      expect(nearIds(verifyAll(asked, { request: widgets, ...bounds }))).toEqual([])
    },
  )

  test('come with those that match when these are too few', () => {
    const made = verifyAll(asked, { request: widgets, at_least: 4 })
    expect([made.requests.length, nearIds(made)]).toEqual([3, [3]])
  })
})

describe('the message', () => {
  test.each([
    [{ request: {}, exactly: 4 }, 'As expected (exactly 4), there were 4 requests.'],
    [
      { request: { status: 500 } },
      'As expected (at least 1), there was 1 request with status 500.',
    ],
    [
      { request: { status: 500 }, exactly: 0 },
      'Expected exactly 0 requests with status 500, but there was 1.',
    ],
    [
      { request: { method: 'GET', ...widgets }, at_most: 1 },
      'Expected at most 1 request with method "GET", parameters {"type":"widget"}, but there were 3.',
    ],
    [{ request: { user: 9 } }, 'Expected at least 1 request with user 9, but there were 0.'],
    [
      { request: { status: 404, rows: 0 } },
      'Expected at least 1 request with status 404, rows 0, but there were 0; the closest was #4, where rows was 15 instead of 0 and status was 500 instead of 404.',
    ],
  ])('of %j', (expectation, message) => {
    expect(verifyAll(asked, expectation).message).toBe(message)
  })
})
