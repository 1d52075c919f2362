// Groups days into buckets, so that a chart has a readable number of bars.

import type { Statistics } from '../../client/wire.ts'

export const types = ['widget', 'whatsapp', 'api', 'test'] as const satisfies readonly Day['type'][]

type Day = Statistics['days'][number]
export type Type = Day['type']
export type Sums = Pick<Day, 'conversations' | 'messages' | 'cost'>
export type Unit = 'day' | 'week' | 'month' | 'year'

/**
 * `from` and `to`: the first and the last day, YYYY-MM-DD. `running`: the total cost from the first
 * bucket to the end of this one.
 */
export type Bucket = Sums & {
  readonly from: string
  readonly to: string
  readonly running: number
  /** The number of conversations of each type. */
  readonly counts: Readonly<Record<Type, number>>
  /** The number of empty days, weeks … that this bucket replaces. Set only at an axis break. */
  readonly skipped?: number
}

export type Span = { readonly unit: Unit; readonly buckets: readonly Bucket[] }

type Measures = {
  readonly unit: Unit
  /** The highest number of buckets that a chart has room for. */
  readonly most: number
  /** The highest number of empty buckets in a row that are drawn. More become an axis break. */
  readonly quiet: number
}

/** Units from the finest to the coarsest, apart from the year. */
const measures: readonly Measures[] = [
  { unit: 'day', most: 92, quiet: 14 },
  { unit: 'week', most: 92, quiet: 8 },
  { unit: 'month', most: 120, quiet: 6 },
]
const coarsest: Measures = { unit: 'year', most: Infinity, quiet: 4 }
/** With more breaks than this, bars of a coarser unit are easier to read. */
const MOST_BREAKS = 4
const DAY_MS = 86_400_000
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS

/**
 * Buckets of the last `back` days up to the newest day, or of all days when `back` is undefined.
 * The unit is the finest one that gives a readable number of buckets. Weeks begin on Monday. A long
 * gap between rows becomes one bucket. `days` must be ascending.
 */
export function toSpan(days: readonly Day[], back?: number): Span {
  const newest = days.at(-1)?.day
  const oldest =
    back === undefined || newest === undefined ? days[0]?.day : toDay(toNumber(newest) - back + 1)
  if (newest === undefined || oldest === undefined) return { unit: 'day', buckets: [] }
  const range: Range = { from: oldest, to: newest }
  const shown = days.filter(({ day }) => day >= oldest)
  for (const measure of measures) {
    const buckets = toBuckets(shown, range, measure)
    if (buckets.length <= measure.most && breaksIn(buckets) <= MOST_BREAKS)
      return { unit: measure.unit, buckets }
  }
  return { unit: coarsest.unit, buckets: toBuckets(shown, range, coarsest) }
}

export const breaksIn = (buckets: readonly Bucket[]): number =>
  buckets.filter(({ skipped }) => skipped !== undefined).length

/** The first and the last day, both included. */
type Range = { readonly from: string; readonly to: string }

function toBuckets(days: readonly Day[], range: Range, { unit, quiet, most }: Measures): Bucket[] {
  const buckets: Bucket[] = []
  let running = 0
  let next = startOf(unit, range.from)
  for (const [start, inside] of Map.groupBy(days, ({ day }) => startOf(unit, day))) {
    const empty = stepsBetween(unit, next, start)
    if (empty > quiet) add(next, dayBefore(start), { skipped: empty })
    else for (; next < start; next = startAfter(unit, next)) add(next, endOf(unit, next))
    running += sum(inside).cost
    add(start, endOf(unit, start), { inside })
    if (buckets.length > most) break
    next = startAfter(unit, start)
  }
  return buckets

  function add(
    from: string,
    to: string,
    { inside = [], ...others }: Partial<{ inside: readonly Day[]; skipped: number }> = {},
  ): void {
    const ends = { from: from > range.from ? from : range.from, to: to < range.to ? to : range.to }
    buckets.push({ ...sum(inside), ...ends, ...others, running, counts: countTypes(inside) })
  }
}

export function sum(parts: readonly Sums[]): Sums {
  const total = (name: keyof Sums): number => parts.reduce((before, part) => before + part[name], 0)
  return { conversations: total('conversations'), messages: total('messages'), cost: total('cost') }
}

function countTypes(days: readonly Day[]): Record<Type, number> {
  const counts = { widget: 0, whatsapp: 0, api: 0, test: 0 }
  for (const { type, conversations } of days) counts[type] += conversations
  return counts
}

function startOf(unit: Unit, day: string): string {
  if (unit === 'day') return day
  if (unit === 'month') return `${day.slice(0, 7)}-01`
  if (unit === 'year') return `${day.slice(0, 4)}-01-01`
  // Day 0, 1 January 1970, is a Thursday, and weeks begin on Monday.
  const number = toNumber(day)
  return toDay(number - ((((number + 3) % 7) + 7) % 7))
}

function startAfter(unit: Unit, start: string): string {
  if (unit === 'day') return toDay(toNumber(start) + 1)
  if (unit === 'week') return toDay(toNumber(start) + 7)
  // 31 or 366 days after the start of a month or a year is always a day of the next one.
  return startOf(unit, toDay(toNumber(start) + (unit === 'month' ? 31 : 366)))
}

function endOf(unit: Unit, start: string): string {
  if (unit === 'day') return start
  if (unit === 'week') return toDay(toNumber(start) + 6)
  // The end of December is written directly, because no date follows the year 9999.
  const isYearEnd = unit === 'year' || start.slice(5, 7) === '12'
  return isYearEnd ? `${start.slice(0, 4)}-12-31` : dayBefore(startAfter(unit, start))
}

/** The number of days, weeks … from one start to another. */
function stepsBetween(unit: Unit, from: string, to: string): number {
  if (unit === 'day' || unit === 'week')
    return (toNumber(to) - toNumber(from)) / (unit === 'day' ? 1 : 7)
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return unit === 'year' ? years : years * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
}

const dayBefore = (day: string): string => toDay(toNumber(day) - 1)

/** Converts YYYY-MM-DD to days since 1970. toDay() converts back. */
const toNumber = (day: string): number => Date.parse(day) / DAY_MS
const toDay = (number: number): string =>
  new Date(Math.min(number, LAST_DAY) * DAY_MS).toISOString().slice(0, 10)
