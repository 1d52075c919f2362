import { formatDateTime, parseDateTime } from '../php/dates.ts'
import type { Random } from '../random/random.ts'
import { twoDigits } from './two-digits.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const END = requireTime('2025-01-25 14:30:00')
const LAST_AT_MOST = 20 * 60

// The activity of each hour of the day, Monday to Friday. At weekends it is two fifths of that.
const activity = [
  2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 20, 16, 18, 20, 20, 18, 16, 13, 11, 10, 8, 5, 3,
]

/**
 * Creates ascending times in Unix seconds.
 * The last one is within the 20 minutes before 2025-01-25 14:30:00.
 * They span five weeks, and up to three years when there are many rows.
 * There are more times by day than by night or at weekends.
 */
export function createTimeline(count: number, random: Random) {
  const start = END - spannedDays(count) * DAY
  const total = activityBetween(start, END)
  // All activity is divided into equal shares, one for each row. Busy hours contain more shares.
  // The time of a row is a random moment within its share.
  const share = Math.floor(total / Math.max(1, count))
  let shareStart = total - share * count
  let hour = start
  let hourStart = 0
  let weight = activityAt(hour)

  function next(): number {
    const isLast = shareStart + share === total
    const moment = isLast
      ? total - 1 - random.below(Math.min(share, LAST_AT_MOST * activityAt(END - HOUR)))
      : shareStart + random.below(share)
    shareStart += share
    while (moment - hourStart >= HOUR * weight) {
      hourStart += HOUR * weight
      hour += HOUR
      weight = activityAt(hour)
    }
    return hour + Math.floor((moment - hourStart) / weight)
  }
  return { next }
}

/** Returns a formatDateTime() that is faster for many times of the same day. */
export function createDateTimeFormat() {
  let day = -1
  let date = ''

  return function format(time: number): string {
    const today = Math.floor(time / DAY)
    if (today !== day) {
      day = today
      date = formatDateTime(today * DAY).slice(0, 11)
    }
    const second = time - today * DAY
    return `${date}${twoDigits(Math.floor(second / HOUR))}:${twoDigits(Math.floor(second / 60) % 60)}:${twoDigits(second % 60)}`
  }
}

const spannedDays = (count: number): number => Math.min(3 * 365, 35 + Math.floor(count / 1000))

function activityBetween(from: number, to: number): number {
  let total = 0
  for (let hour = from; hour < to; hour += HOUR) total += HOUR * activityAt(hour)
  return total
}

function activityAt(time: number): number {
  const weight = activity[Math.floor(time / HOUR) % 24] ?? 1
  const daysSinceThursday = Math.floor(time / DAY) % 7
  const isWeekend = daysSinceThursday === 2 || daysSinceThursday === 3
  return weight * (isWeekend ? 2 : 5)
}

function requireTime(text: string): number {
  const time = parseDateTime(text)
  if (time === undefined) throw new RangeError(`${text} is not a time`)
  return time
}
