// Buckets, ticks, percentiles and shares: what the charts of the overview are drawn from.

import { describe, expect, test } from 'vitest'
import { toFigure, toLabel, toPeriod, toShare, toShortDuration, toShortMoney } from '../../src/dashboard/overview/amounts.ts'
import { toLabelled, toTicks } from '../../src/dashboard/overview/axis.ts'
import { toSpan } from '../../src/dashboard/overview/buckets.ts'
import { nextMark } from '../../src/dashboard/overview/marks.ts'
import { toPath } from '../../src/dashboard/overview/path.ts'
import { percentile, toLatency } from '../../src/dashboard/overview/percentile.ts'

type Day = Parameters<typeof toSpan>[0][number]

const day = (name: string, type: Day['type'] = 'widget', conversations = 1): Day => ({
  day: name,
  type,
  conversations,
  messages: conversations * 10,
  cost: conversations / 2,
})

const summary = (days: Day[], back?: number) => {
  const { unit, buckets } = toSpan(days, back)
  return [unit, ...buckets.map(({ from, to, conversations }) => `${from}..${to}: ${conversations}`)]
}

describe('buckets', () => {
  test('are none without rows', () => expect(toSpan([])).toEqual({ unit: 'day', buckets: [] }))

  test('fill days without rows with zeros, across a leap day', () => {
    expect(summary([day('2024-02-28'), day('2024-03-01', 'api', 3)])).toEqual([
      'day',
      '2024-02-28..2024-02-28: 1',
      '2024-02-29..2024-02-29: 0',
      '2024-03-01..2024-03-01: 3',
    ])
  })

  test('add up types, and run up the cost', () => {
    const { buckets } = toSpan([day('2025-01-20', 'api', 2), day('2025-01-20', 'widget', 4), day('2025-01-21', 'test', 1)])
    expect(buckets).toEqual([
      {
        from: '2025-01-20',
        to: '2025-01-20',
        conversations: 6,
        messages: 60,
        cost: 3,
        running: 3,
        counts: { widget: 4, whatsapp: 0, api: 2, test: 0 },
      },
      {
        from: '2025-01-21',
        to: '2025-01-21',
        conversations: 1,
        messages: 10,
        cost: 0.5,
        running: 3.5,
        counts: { widget: 0, whatsapp: 0, api: 0, test: 1 },
      },
    ])
  })

  test('go back from the newest row', () => {
    expect(summary([day('2024-01-01', 'api', 9), day('2025-01-24'), day('2025-01-25')], 3)).toEqual([
      'day',
      '2025-01-23..2025-01-23: 0',
      '2025-01-24..2025-01-24: 1',
      '2025-01-25..2025-01-25: 1',
    ])
  })

  test('are weeks from Monday on, also before 1970', () => {
    expect(summary([day('1969-12-31'), day('1970-04-05')]).slice(0, 3)).toEqual([
      'week',
      '1969-12-29..1970-01-04: 1',
      '1970-01-05..1970-01-11: 0',
    ])
    expect(summary([day('1969-12-31'), day('1970-04-05')]).at(-1)).toBe('1970-03-30..1970-04-05: 1')
  })

  test('are months and years of their own lengths', () => {
    const months = summary([day('2022-11-30'), day('2024-10-02')])
    expect(months.slice(0, 5)).toEqual([
      'month',
      '2022-11-01..2022-11-30: 1',
      '2022-12-01..2022-12-31: 0',
      '2023-01-01..2023-01-31: 0',
      '2023-02-01..2023-02-28: 0',
    ])
    expect(months).toContain('2024-02-01..2024-02-29: 0')
    expect(months.at(-1)).toBe('2024-10-01..2024-10-31: 1')
    expect(summary([day('2000-05-05'), day('2025-01-01')])).toHaveLength(27)
    expect(summary([day('2000-05-05'), day('2025-01-01')])[1]).toBe('2000-01-01..2000-12-31: 1')
  })

  test.each([
    ['2025-01-01', '2025-04-02', 'day', 92],
    ['2025-01-01', '2025-04-03', 'week', 14],
    ['2024-01-01', '2025-02-03', 'week', 58],
    ['2020-01-01', '2025-01-01', 'month', 61],
    ['2000-01-01', '2025-01-01', 'year', 26],
    ['0001-01-01', '2025-01-01', 'year', 2025],
  ])('from %s to %s are each a %s', (from, to, unit, count) => {
    const span = toSpan([day(from), day(to)])
    expect([span.unit, span.buckets.length]).toEqual([unit, count])
    expect(span.buckets.reduce((total, { conversations }) => total + conversations, 0)).toBe(2)
  })
})

describe('ticks', () => {
  test.each([
    [0, {}, [0, 1]],
    [Number.NaN, {}, [0, 1]],
    [1, { isWhole: true }, [0, 1]],
    [3, { isWhole: true }, [0, 1, 2, 3]],
    [5, { isWhole: true }, [0, 2, 4, 6]],
    [10, {}, [0, 5, 10]],
    [97, {}, [0, 50, 100]],
    [1, {}, [0, 0.5, 1]],
    [0.3, {}, [0, 0.1, 0.2, 0.3]],
    [0.0071, {}, [0, 0.002, 0.004, 0.006, 0.008]],
    [10_000_000, {}, [0, 5_000_000, 10_000_000]],
    [123_456_789.13, {}, [0, 50_000_000, 100_000_000, 150_000_000]],
  ])('up to %d with %o', (max, options, expected) => expect(toTicks(max, options)).toEqual(expected))

  test.each([
    [0, 500, 60, []],
    [5, 0, 60, []],
    [1, 500, 60, [0]],
    [5, 500, 60, [0, 1, 2, 3, 4]],
    [30, 300, 60, [5, 11, 17, 23, 29]],
  ])('label of %d places along %d px with %d px each', (count, width, room, expected) =>
    expect(toLabelled(count, width, room)).toEqual(expected),
  )
})

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  test.each([
    [[], 0.5, undefined],
    [[7], 0.95, 7],
    [[1, 2], 0.5, 1],
    [[1, 2, 3], 0.5, 2],
    [[1, 2, 3], 0, 1],
    [hundred, 0.5, 50],
    [hundred, 0.95, 95],
    [hundred, 1, 100],
  ])('of %j at %d', (values, share, expected) => expect(percentile(values, share)).toBe(expected))

  test('of several seconds together', () => {
    expect(toLatency([{ durations: [3, 9] }, { durations: [] }, { durations: [1] }])).toEqual({ p50: 3, p95: 9 })
    expect(toLatency([])).toEqual({ p50: undefined, p95: undefined })
  })
})

describe('words', () => {
  test.each([
    [0, 10, '0%'],
    [0, 0, '0%'],
    [1, 10_000_000, '<1%'],
    [1, 3, '33%'],
    [9999, 10_000, '>99%'],
    [5, 5, '100%'],
  ])('share %d of %d', (part, whole, expected) => expect(toShare(part, whole)).toBe(expected))

  test.each([
    [10_000_000, '10,000,000'],
    [2_500_000_000_000, '2.5T'],
  ])('figure %d', (value, expected) => expect(toFigure(value)).toBe(expected))

  test.each([
    [0, '$0'],
    [0.005, '$0.005'],
    [0.5, '$0.50'],
    [20, '$20'],
    [150_000_000, '$150M'],
  ])('money %d', (value, expected) => expect(toShortMoney(value)).toBe(expected))

  test.each([
    [0, '0 ms'],
    [0.30000000000000004, '0.3 ms'],
    [1500, '1.5 s'],
  ])('duration %d', (value, expected) => expect(toShortDuration(value)).toBe(expected))

  test.each([
    ['2025-01-20', '2025-01-20', 'day', 'Jan 20', 'Mon, Jan 20, 2025'],
    ['2025-01-20', '2025-01-26', 'week', 'Jan 20', 'Jan 20 – 26, 2025'],
    ['2024-12-30', '2025-01-05', 'week', 'Dec 30', 'Dec 30, 2024 – Jan 5, 2025'],
    ['2025-01-01', '2025-01-31', 'month', 'Jan 2025', 'Jan 2025'],
    ['2025-01-01', '2025-12-31', 'year', '2025', '2025'],
  ] as const)('from %s to %s by %s', (from, to, unit, label, period) => {
    expect(toLabel({ from }, unit)).toBe(label)
    expect(toPeriod({ from, to }, unit).replaceAll(/\s/g, ' ')).toBe(period)
  })
})

test.each([
  [0, undefined, 'ArrowRight', 2, undefined],
  [0, 'api', 'ArrowRight', 2, undefined],
  [0, 'api', 'ArrowDown', 0, 'widget'],
  [0, 'widget', 'ArrowDown', 0, undefined],
  [0, undefined, 'ArrowUp', 0, 'widget'],
  [2, 'widget', 'ArrowLeft', 0, 'widget'],
  [2, 'widget', 'Home', 0, 'widget'],
  [0, 'api', 'End', 2, undefined],
])('from column %d, part %s, %s leads to column %d, part %s', (column, part, key, nextColumn, nextPart) => {
  const marks = [undefined, 'widget', 'api'].map((name) => ({ column: 0, part: name }))
  marks.push({ column: 2, part: undefined }, { column: 2, part: 'widget' })
  expect(nextMark(marks, { column, part }, key)).toEqual({ column: nextColumn, part: nextPart })
})

test.each([
  [[], ''],
  [[undefined, { x: 1, y: 2 }, undefined], 'M1.0 2.0h0'],
  [[{ x: 0, y: 1 }, { x: 1, y: 2.25 }, undefined, { x: 3, y: 0 }, { x: 4, y: 0 }], 'M0.0 1.0L1.0 2.3M3.0 0.0L4.0 0.0'],
])('draws a line through %j', (points, expected) => expect(toPath(points)).toBe(expected))
