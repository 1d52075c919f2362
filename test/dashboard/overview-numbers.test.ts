// Buckets, ticks, percentiles and shares: what the charts of the overview are drawn from.

import { describe, expect, test } from 'vitest'
import {
  toFigure,
  toLabel,
  toPeriod,
  toShare,
  toShortDuration,
  toShortMoney,
} from '../../src/dashboard/overview/amounts.ts'
import {
  toFitting,
  toLabelled,
  toTicks,
  toTicksInSteps,
} from '../../src/dashboard/overview/axis.ts'
import { toSpan } from '../../src/dashboard/overview/buckets.ts'
import { toColumns } from '../../src/dashboard/overview/columns.ts'
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

/** A conversation each so many days. */
function every(step: number, from: string, to: string): Day[] {
  const days: Day[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += step * 86_400_000)
    days.push(day(new Date(time).toISOString().slice(0, 10)))
  return days
}

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
    const { buckets } = toSpan([
      day('2025-01-20', 'api', 2),
      day('2025-01-20', 'widget', 4),
      day('2025-01-21', 'test', 1),
    ])
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
    expect(summary([day('2024-01-01', 'api', 9), day('2025-01-24'), day('2025-01-25')], 3)).toEqual(
      [
        'day',
        '2025-01-23..2025-01-23: 0',
        '2025-01-24..2025-01-24: 1',
        '2025-01-25..2025-01-25: 1',
      ],
    )
  })

  test('are weeks from Monday on, also before 1970, and end at the days of the first and the last row', () => {
    const weeks = summary(every(3, '1969-12-31', '1970-04-05'))
    expect(weeks.slice(0, 3)).toEqual([
      'week',
      '1969-12-31..1970-01-04: 2',
      '1970-01-05..1970-01-11: 2',
    ])
    expect(weeks.at(-1)).toBe('1970-03-30..1970-04-03: 2')
  })

  test('are months and years of their own lengths', () => {
    const months = summary(every(50, '2022-11-30', '2024-09-10'))
    expect(months.slice(0, 5)).toEqual([
      'month',
      '2022-11-30..2022-11-30: 1',
      '2022-12-01..2022-12-31: 0',
      '2023-01-01..2023-01-31: 1',
      '2023-02-01..2023-02-28: 0',
    ])
    expect(months).toContain('2024-02-01..2024-02-29: 1')
    expect(months.at(-1)).toBe('2024-09-01..2024-09-10: 1')
    const years = summary(every(300, '2000-05-05', '2025-01-01'))
    expect([years.length, years[1], years[2]]).toEqual([
      26,
      '2000-05-05..2000-12-31: 1',
      '2001-01-01..2001-12-31: 2',
    ])
  })

  test.each([
    ['2025-01-01', '2025-04-02', 1, 'day', 92],
    ['2025-01-01', '2025-04-03', 1, 'week', 14],
    ['2024-01-01', '2025-02-03', 1, 'week', 58],
    ['2015-01-01', '2024-12-28', 1, 'month', 120],
    ['2020-01-01', '2025-01-01', 20, 'month', 60],
    ['2000-01-01', '2025-01-01', 60, 'year', 25],
    ['0001-01-01', '2025-01-01', 200, 'year', 2024],
  ])('from %s to %s, with rows every %d days, are each a %s', (from, to, step, unit, count) => {
    const days = every(step, from, to)
    const span = toSpan(days)
    expect([span.unit, span.buckets.length]).toEqual([unit, count])
    expect(span.buckets.reduce((total, { conversations }) => total + conversations, 0)).toBe(
      days.length,
    )
  })

  test.each([
    [
      'two days years apart',
      [day('2022-02-03'), day('2025-01-25')],
      ['day', '2022-02-03', 1086, '2025-01-25'],
    ],
    [
      'eleven years apart',
      [day('2015-06-01'), day('2026-11-28')],
      ['day', '2015-06-01', 4197, '2026-11-28'],
    ],
    [
      'four days years apart',
      ['2020', '2022', '2024', '2026'].map((year) => day(`${year}-01-01`)),
      ['day', '2020-01-01', 730, '2022-01-01', 729, '2024-01-01', 730, '2026-01-01'],
    ],
    [
      'up to the last day of all',
      [day('2025-01-25'), day('9999-12-31')],
      ['day', '2025-01-25', 2_912_782, '9999-12-31'],
    ],
    [
      'a fortnight is no break',
      [day('2025-01-01'), day('2025-01-16')],
      [
        'day',
        '2025-01-01',
        ...Array.from(
          { length: 14 },
          (_, index) => `2025-01-${String(index + 2).padStart(2, '0')}`,
        ),
        '2025-01-16',
      ],
    ],
  ])('break the axis instead of showing what is empty: %s', (_what, days, expected) => {
    const { unit, buckets } = toSpan(days)
    expect([unit, ...buckets.map(({ skipped, from }) => skipped ?? from)]).toEqual(expected)
    expect(buckets.at(-1)?.to).toBe(days.at(-1)?.day)
  })

  test('are coarser rather than in many pieces', () => {
    const { unit, buckets } = toSpan(
      Array.from({ length: 9 }, (_, index) => day(`${2017 + index}-05-10`)),
    )
    expect([unit, buckets.length, buckets.some(({ skipped }) => skipped !== undefined)]).toEqual([
      'year',
      9,
      false,
    ])
  })

  test('stand for what was skipped before the first row of the last days, too', () => {
    expect(summary([day('2020-01-01'), day('2025-01-25')], 90)).toEqual([
      'day',
      '2024-10-28..2025-01-24: 0',
      '2025-01-25..2025-01-25: 1',
    ])
  })
})

test('columns share the room, but those that stand for what was skipped take little', () => {
  const { buckets } = toSpan([day('2022-02-03'), day('2025-01-25')])
  expect(toColumns(buckets, { left: 10, width: 240 })).toEqual([
    { x: 10, width: 100 },
    { x: 110, width: 40 },
    { x: 150, width: 100 },
  ])
  expect(toColumns(buckets, { left: 0, width: 30 }).map(({ width }) => width)).toEqual([10, 10, 10])
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
  ])('up to %d with %o', (max, options, expected) =>
    expect(toTicks(max, options)).toEqual(expected),
  )

  test.each([
    [0, 2, [0]],
    [16.87, 2, [0, 10, 20]],
    [31.37, 3, [0, 15, 30, 45]],
    [1144.82, 3, [0, 400, 800, 1200]],
    [0.037, 3, [0, 0.015, 0.03, 0.045]],
    [30, 3, [0, 10, 20, 30]],
  ])('up to %d in %d steps, as another axis has', (max, steps, expected) =>
    expect(toTicksInSteps(max, steps)).toEqual(expected),
  )

  test.each([
    [0, 60, 60, []],
    [5, 0, 60, []],
    [1, 500, 60, [0]],
    [5, 100, 60, [4, 3, 2, 1, 0]],
    [30, 10, 60, [29, 19, 9]],
  ])('label of %d columns of %d px each some, with %d px a label', (count, width, room, expected) =>
    expect(toLabelled(count, width, room)).toEqual(expected),
  )
})

const at = (x: number) => ({ x, text: 'Jan 20' })

describe('labels', () => {
  test('are moved in where they would stick out', () =>
    expect(toFitting([at(300), at(0)], 300)).toEqual([at(279), at(21)]))

  test('give way to more important ones instead of running into them', () =>
    expect(toFitting([at(300), at(230), at(220), at(100)], 300)).toEqual([
      at(279),
      at(220),
      at(100),
    ]))

  test('are left out where there is no room at all', () =>
    expect(toFitting([at(10)], 20)).toEqual([]))
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
    expect(toLatency([{ durations: [3, 9] }, { durations: [] }, { durations: [1] }])).toEqual({
      p50: 3,
      p95: 9,
    })
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

test('a day beneath a long axis has its year', () => {
  expect(toLabel({ from: '2025-01-20' }, 'week', true)).toBe('Jan 20, 2025')
  expect(toLabel({ from: '2025-01-01' }, 'month', true)).toBe('Jan 2025')
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
])(
  'from column %d, part %s, %s leads to column %d, part %s',
  (column, part, key, nextColumn, nextPart) => {
    const marks = [undefined, 'widget', 'api'].map((name) => ({ column: 0, part: name }))
    marks.push({ column: 2, part: undefined }, { column: 2, part: 'widget' })
    expect(nextMark(marks, { column, part }, key)).toEqual({ column: nextColumn, part: nextPart })
  },
)

test.each([
  [[], ''],
  [[undefined, { x: 1, y: 2 }, undefined], 'M1.0 2.0h0'],
  [
    [{ x: 0, y: 1 }, { x: 1, y: 2.25 }, undefined, { x: 3, y: 0 }, { x: 4, y: 0 }],
    'M0.0 1.0L1.0 2.3M3.0 0.0L4.0 0.0',
  ],
])('draws a line through %j', (points, expected) => expect(toPath(points)).toBe(expected))
