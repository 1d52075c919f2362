// Formats the figures, dates and shares of the overview.

import { counted, toCount, toMoney } from '../widgets/format.ts'
import type { Bucket, Unit } from './buckets.ts'

const MANY = 1e12
const big = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 })
const shortMoney = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
})
const dates = {
  day: new Intl.DateTimeFormat('en', { timeZone: 'UTC', day: 'numeric', month: 'short' }),
  month: new Intl.DateTimeFormat('en', { timeZone: 'UTC', month: 'short', year: 'numeric' }),
  year: new Intl.DateTimeFormat('en', { timeZone: 'UTC', year: 'numeric' }),
  weekday: new Intl.DateTimeFormat('en', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }),
  full: new Intl.DateTimeFormat('en', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }),
}

/** "10,000,000"; from a trillion on, short: "1.5T". */
export const toFigure = (value: number): string =>
  value < MANY ? toCount(value) : big.format(value)

/** "$16.87"; from a trillion on, short: "$1.5T". */
export const toCost = (value: number): string =>
  value < MANY ? toMoney(value) : `$${big.format(value)}`

/** "$1.2K", "$0.05": short enough for an axis. */
export const toShortMoney = (value: number): string =>
  value < 1000 ? toMoney(value).replace(/\.00$/, '') : shortMoney.format(value)

/** "42%". A small part gives "<1%", not "0%"; a part just below the whole gives ">99%". */
export function toShare(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0%'
  const percent = (part / whole) * 100
  if (percent < 0.5) return '<1%'
  return part < whole && percent >= 99.5 ? '>99%' : `${Math.round(percent)}%`
}

/** A label for an axis: "Jan 20" ("Jan 20, 2025" when `isLong`), "Jan 2025" or "2025". */
export function toLabel({ from }: Pick<Bucket, 'from'>, unit: Unit, isLong = false): string {
  const isDay = unit === 'day' || unit === 'week'
  return dates[isDay ? (isLong ? 'full' : 'day') : unit].format(Date.parse(from))
}

/** A day, week, month or year: "Mon, Jan 20, 2025", "Jan 20 – 26, 2025", "Jan 2025", "2025". */
export function toPeriod({ from, to }: Pick<Bucket, 'from' | 'to'>, unit: Unit): string {
  if (unit === 'day') return dates.weekday.format(Date.parse(from))
  return unit === 'week' ? toDates(from, to) : dates[unit].format(Date.parse(from))
}

/** A range of dates: "Dec 22, 2024 – Jan 25, 2025". */
export const toDates = (from: string, to: string): string =>
  dates.full.formatRange(Date.parse(from), Date.parse(to))

/** "20 ms", "1.5 s": short enough for an axis. */
export const toShortDuration = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${Number(milliseconds.toPrecision(3))} ms`
    : `${Number((milliseconds / 1000).toPrecision(3))} s`

/** Bytes in units of 2^20: "81 MB". */
export const toMemory = (bytes: number): string => `${toCount(Math.round(bytes / 2 ** 20))} MB`

/** "12 s", "5 min", "3 h 12 min" or "4 days 2 h". */
export function toUptime(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (minutes === 0) return `${Math.floor(seconds)} s`
  if (hours === 0) return `${minutes} min`
  return days === 0 ? `${hours} h ${minutes % 60} min` : `${counted(days, 'day')} ${hours % 24} h`
}
