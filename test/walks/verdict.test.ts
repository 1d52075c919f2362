import { describe, expect, test } from 'vitest'
import { type Census, resultOf } from '../../src/walks/verdict.ts'
import { parseParameters } from '../../src/journal/parameters.ts'
import { type TraceOptions, traceWithList } from './trace.ts'
import { walksOf } from './walking.ts'
import { finish } from '../finish.ts'

type Counted = Partial<
  Record<
    | 'verdict'
    | 'rows'
    | 'delivered'
    | 'distinct'
    | 'missedIds'
    | 'duplicatedIds'
    | 'requests'
    | 'retries',
    unknown
  >
>
type OutcomeOptions = TraceOptions & { isIdle?: boolean; hasLeftOut?: boolean }

type Case = readonly [notation: string, counted: Counted, options?: OutcomeOptions]

/** The outcome of the first walk, with the rows as they are in the end. */
function outcomeIn(
  notation: string,
  { isIdle = true, hasLeftOut = false, ...options }: OutcomeOptions = {},
) {
  const { entries, list } = traceWithList(notation, options)
  const [walk] = walksOf(entries, { isIdle: () => isIdle })
  if (!walk) throw new Error('there is no walk')
  const query = new URLSearchParams([...walk.options]).toString()
  const ids = list.ids(options.edition ?? 'combined', parseParameters(query))
  return finish(resultOf(walk, { rows: ids.length, ids }, { hasLeftOut }))
}

const testOutcomes = (cases: readonly Case[]): void => {
  test.each(cases.map((one) => [one[0], one[1], one] as const))(
    '%s is %j',
    (_title, _counted, [notation, counted, options]) => {
      const outcome = outcomeIn(notation, options)
      expect(outcome).toMatchObject(counted)
      expect(outcome.missed).toBe(outcome.missedIds.length)
    },
  )
}

const down = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, index) => from - index)

describe('a still list', () => {
  testOutcomes([
    [
      'p1 p2 p3',
      {
        verdict: 'complete',
        rows: 45,
        delivered: 45,
        distinct: 45,
        missedIds: [],
        duplicatedIds: [],
        requests: 3,
        retries: 0,
      },
    ],
    ['c0 c1 c2', { verdict: 'complete', delivered: 45, distinct: 45 }],
    ['p1 p2 p3 p4', { verdict: 'complete', delivered: 45, requests: 4 }],
    ['p1 p2 p3 p2 p1', { verdict: 'complete', delivered: 45, requests: 5 }],
    [
      'c0 n n v v',
      { verdict: 'complete', delivered: 45, distinct: 45, duplicatedIds: [], requests: 5 },
    ],
    ['p1 p2 p2 p3', { verdict: 'complete', delivered: 45, duplicatedIds: [], retries: 0 }],
    ['p1 p2!500 p2 p3!429@1 p3', { verdict: 'complete', delivered: 45, requests: 5, retries: 2 }],
    ['p1 p2!truncate p2 p3', { verdict: 'complete', delivered: 45, distinct: 45, retries: 1 }],
    ['A.p1 B.p3 C.p2', { verdict: 'complete', delivered: 45, missedIds: [], duplicatedIds: [] }],
    ['p1 p2', { verdict: 'truncated', delivered: 30, missedIds: down(15, 1) }],
    ['p1 p3', { verdict: 'truncated', missedIds: down(30, 16) }],
    ['p1 p2!500 p3', { verdict: 'truncated', delivered: 30, missedIds: down(30, 16), retries: 0 }],
    ['p2 p3', { verdict: 'complete', rows: 30, delivered: 30, missedIds: [] }],
    ['p1', { verdict: 'single_page', delivered: 15, missedIds: down(30, 1) }],
    ['p2', { verdict: 'single_page', missedIds: down(15, 1) }],
    ['p1', { verdict: 'complete', rows: 15 }, { rows: 15 }],
    ['p1', { verdict: 'complete', rows: 0, delivered: 0, missedIds: [] }, { rows: 0 }],
    ['c0', { verdict: 'complete', rows: 0 }, { rows: 0 }],
    ['p1 p2!500', { verdict: 'single_page', requests: 2 }],
    ['p1!401', { verdict: 'truncated', delivered: 0, distinct: 0 }],
    ['p1?type=widget p2?type=widget', { verdict: 'complete', rows: 30, delivered: 30 }],
    ['c0?type=widget n?', { verdict: 'truncated', rows: 30 }],
    ['p1!short_page p2 p3', { verdict: 'truncated', delivered: 33, missedIds: down(42, 31) }],
  ])
})

describe('a list whose rows move', () => {
  testOutcomes([
    [
      'p1 +5 p2 p3 p4',
      {
        verdict: 'duplicated',
        rows: 45,
        delivered: 50,
        distinct: 45,
        missedIds: [],
        duplicatedIds: down(35, 31),
      },
    ],
    ['c0 +5 n n', { verdict: 'complete', rows: 45, delivered: 45, missedIds: [] }],
    ['p1 +15 p2 p3 p4', { verdict: 'complete', rows: 45, delivered: 45, distinct: 45 }],
    ['p1 -5 p2 p3', { verdict: 'truncated', rows: 40, delivered: 40, missedIds: down(30, 26) }],
    ['p1 -20 n', { verdict: 'truncated', rows: 25, missedIds: down(25, 11) }],
    ['c0 -5 n n', { verdict: 'complete', rows: 40, delivered: 45, distinct: 45 }],
    ['p1 +1 p2 -1 p3', { verdict: 'truncated', duplicatedIds: [31], missedIds: [16] }],
  ])
})

describe('from page 2 on', () => {
  const row = { rows: 30, delivered: 30, missedIds: [] }
  testOutcomes([
    ['p2 p3', { verdict: 'complete', ...row }],
    ['p2 p3', { verdict: 'truncated', rows: 45, missedIds: down(45, 31) }, { hasLeftOut: true }],
    [
      'p3 p2',
      { verdict: 'truncated', rows: 45, delivered: 30, missedIds: down(45, 31) },
      { hasLeftOut: true },
    ],
    [
      'p2 +5 p3 p4',
      { verdict: 'truncated', rows: 45, missedIds: down(45, 31) },
      { hasLeftOut: true },
    ],
    ['p3', { verdict: 'complete', missedIds: [] }, { hasLeftOut: true }],
  ])
})

describe('while it may go on', () => {
  testOutcomes([
    ['p1 p2', { verdict: 'open', missedIds: down(15, 1) }, { isIdle: false }],
    ['p1', { verdict: 'open' }, { isIdle: false }],
    ['p1 p2 p3', { verdict: 'complete' }, { isIdle: false }],
    ['p1 +5 p2 p3 p4', { verdict: 'duplicated' }, { isIdle: false }],
  ])
})

const outcomeBy = (census: Census | undefined, isEndless = false) => {
  const [walk] = walksOf(traceWithList('p1 p2').entries)
  if (!walk) throw new Error('there is no walk')
  return finish(resultOf(walk, census, { isEndless }))
}

describe('without a look at each row', () => {
  test('too many rows are missed by their number', () => {
    expect(outcomeBy({ rows: 100_000, ids: undefined })).toMatchObject({
      verdict: 'truncated',
      rows: 100_000,
      missed: 99_970,
      missedIds: [],
    })
    expect(outcomeBy({ rows: 20, ids: undefined })).toMatchObject({
      verdict: 'complete',
      missed: 0,
    })
  })

  test('nothing is known to be missed where the user is gone', () => {
    expect(outcomeBy(undefined)).toMatchObject({
      rows: null,
      missed: 0,
      missedIds: [],
      delivered: 30,
      distinct: 30,
    })
  })

  test('what made no progress is endless, whatever its rows', () => {
    expect(outcomeBy({ rows: 45, ids: down(45, 1) }, true).verdict).toBe('endless')
  })
})
