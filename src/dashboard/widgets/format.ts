// Formats numbers, times and amounts of money.

const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const money = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const cents = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 2,
})

/** "12,345" */
export const toCount = (value: number): string => whole.format(value)

/** "12.3K" */
export const toShortCount = (value: number): string => compact.format(value)

/** "$12.34"; amounts below 10 cents keep two significant digits: "$0.0012". */
export const toMoney = (value: number): string =>
  (Math.abs(value) < 0.1 && value !== 0 ? cents : money).format(value)

/** "0.42 ms", "12 ms" or "1.3 s". */
export function toDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(2)} ms`
  return milliseconds < 1000
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`
}

/** The time of day of an ISO time in UTC: "14:30:05.123". */
export const toClock = (iso: string): string => iso.slice(11, 23)

/** The date and time of an ISO time in UTC: "2025-01-25 14:30:05". */
export const toDateTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}`

/** ", 15:30:05 here": the time in the browser's time zone. Empty when that zone is UTC. */
export function toLocalClock(iso: string): string {
  const date = new Date(iso)
  return date.getTimezoneOffset() === 0 ? '' : `, ${date.toLocaleTimeString('en-GB')} here`
}

/** The number with its noun: "1 row", "2 rows". */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${toCount(count)} ${count === 1 ? singular : plural}`
