// Reads dates as PHP's DateTime and strtotime() do, in UTC. Times are Unix seconds.

/** Whether a text is an existing date in the exact format Y-m-d: date('Y-m-d') returns it again. */

// Reads dates as PHP's DateTime and strtotime() do, in UTC. Times are Unix seconds.

/** Whether a text is an existing date in the exact format Y-m-d: date('Y-m-d') returns it again. */
export function isYmd(text: string): boolean {
  const time = parseYmd(text)
  return time !== undefined && formatYmd(time) === text
}

/**
 * PHP's DateTime::createFromFormat('!Y-m-d', $text). Days and months that do not exist roll over:
 * 2025-02-30 is March 2nd.
 */
export function parseYmd(text: string): number | undefined {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  return parts ? utc(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined
}

let lastDateTime = { second: NaN, text: '' }

/** Formats Unix seconds as `YYYY-MM-DD HH:MM:SS`. Remembers the last text for the same second. */
export function formatDateTime(time: number): string {
  const second = Math.floor(time)
  if (second !== lastDateTime.second) {
    const text = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ')
    lastDateTime = { second, text }
  }
  return lastDateTime.text
}

/** Parses `YYYY-MM-DD HH:MM:SS` to Unix seconds; undefined when the date does not exist. */
export function parseDateTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined
  const time = Date.parse(`${text.replace(' ', 'T')}Z`) / 1000
  return !Number.isNaN(time) && formatDateTime(time) === text ? time : undefined
}

const formatYmd = (time: number): string => formatDateTime(time).slice(0, 10)

export function utc(year: number, month: number, day: number, seconds = 0): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime() / 1000 + seconds
}
