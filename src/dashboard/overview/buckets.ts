// Days of conversations, put together so that a chart has a readable number of bars.

import type { Statistics } from '../../client/wire.ts'

export const types = ['widget', 'whatsapp', 'api', 'test'] as const satisfies readonly Day['type'][]

type Day = Statistics['days'][number]
export type Type = Day['type']
export type Sums = Pick<Day, 'conversations' | 'messages' | 'cost'>
export type Unit = 'day' | 'week' | 'month' | 'year'

/** `from` and `to`: its first and its last day, YYYY-MM-DD. `running`: the cost up to its end, since the first bucket. */
export type Bucket = Sums & {
  readonly from: string
  readonly to: string
  readonly running: number
  /** Conversations of each type. */
  readonly counts: Readonly<Record<Type, number>>
}

export type Span = { readonly unit: Unit; readonly buckets: readonly Bucket[] }

const DAY_MS = 86_400_000
const MAX_DAYS = 92
const MAX_WEEKS = 92
const MAX_MONTHS = 120

/**
 * Buckets without gaps up to the newest day: of the last `back` days, or from the oldest day on. Days become weeks (from Monday on),
 * months and years as they grow many. `days` ascend.
 */
export function toSpan(days: readonly Day[], back?: number): Span {
  const newest = days.at(-1)?.day
  const oldest = back === undefined || newest === undefined ? days[0]?.day : toDay(toNumber(newest) - back + 1)
  if (newest === undefined || oldest === undefined) return { unit: 'day', buckets: [] }
  const unit = unitFor(toNumber(newest) - toNumber(oldest) + 1)
  const shown = days.filter(({ day }) => day >= oldest)
  const buckets: Bucket[] = []
  let next = 0
  let running = 0
  for (let from = startOf(unit, oldest); from <= newest;) {
    const after = startAfter(unit, from)
    const first = next
    while ((shown[next]?.day ?? after) < after) next++
    const inside = shown.slice(first, next)
    const sums = sum(inside)
    running += sums.cost
    buckets.push({ ...sums, from, to: toDay(toNumber(after) - 1), running, counts: countTypes(inside) })
    from = after
  }
  return { unit, buckets }
}

export function sum(parts: readonly Sums[]): Sums {
  const total = (name: keyof Sums): number => parts.reduce((before, part) => before + part[name], 0)
  return { conversations: total('conversations'), messages: total('messages'), cost: total('cost') }
}

export function countTypes(days: readonly Day[]): Record<Type, number> {
  const counts = { widget: 0, whatsapp: 0, api: 0, test: 0 }
  for (const { type, conversations } of days) counts[type] += conversations
  return counts
}

function unitFor(days: number): Unit {
  if (days <= MAX_DAYS) return 'day'
  if (days <= MAX_WEEKS * 7) return 'week'
  return days <= MAX_MONTHS * 30.44 ? 'month' : 'year'
}

function startOf(unit: Unit, day: string): string {
  if (unit === 'day') return day
  if (unit === 'month') return `${day.slice(0, 7)}-01`
  if (unit === 'year') return `${day.slice(0, 4)}-01-01`
  // 1970 began on a Thursday.
  const number = toNumber(day)
  return toDay(number - ((((number + 3) % 7) + 7) % 7))
}

function startAfter(unit: Unit, start: string): string {
  if (unit === 'day') return toDay(toNumber(start) + 1)
  if (unit === 'week') return toDay(toNumber(start) + 7)
  // A day that surely lies in the next one.
  return startOf(unit, toDay(toNumber(start) + (unit === 'month' ? 31 : 366)))
}

/** Days since 1970, from YYYY-MM-DD and back. */
const toNumber = (day: string): number => Date.parse(day) / DAY_MS
const toDay = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)
