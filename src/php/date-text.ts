// Reads dates in any of PHP's formats, as strtotime() and Carbon::parse() do, in UTC.

import { utc } from './dates.ts'
import { formats, type Parts } from './date-formats.ts'

/** Longer texts are refused, because parsing tries every format at each character. */
const MAX_LENGTH = 1000

/** Carbon::parse($text): any order of the formats; undefined when PHP would throw. */
export function parseDateText(text: string, now: number): number | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const today = new Date(now * 1000)
  const parts: Parts = {
    year: today.getUTCFullYear(),
    month: today.getUTCMonth() + 1,
    day: today.getUTCDate(),
    seconds: now % 86_400,
    offset: 0,
    moved: false,
    dates: 0,
    times: 0,
  }
  for (let at = 0; at < text.length;) {
    const skipped = /[\s,;()]/.test(text[at] ?? '')
    const length = skipped ? 1 : applyFormat(parts, text, at)
    if (length === 0) return undefined
    at += length
  }
  // PHP refuses a text with two dates or two times.
  if (parts.dates > 1 || parts.times > 1) return undefined
  const time = utc(parts.year, parts.month, parts.day, parts.seconds) - parts.offset
  return Number.isNaN(time) ? undefined : time
}

function applyFormat(parts: Parts, text: string, at: number): number {
  for (const [pattern, apply] of formats) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) continue
    apply(parts, ...match.slice(1))
    return match[0].length
  }
  return 0
}
