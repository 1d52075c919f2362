// Writes and reads dates in HTTP headers.

let known = { second: NaN, text: '' }

/** Formats Unix seconds for a Date header. Remembers the last text for the same second. */
export function httpDate(time: number): string {
  const second = Math.floor(time)
  if (second !== known.second) known = { second, text: new Date(second * 1000).toUTCString() }
  return known.text
}

/** The three date formats of RFC 9110, section 5.6.7: IMF-fixdate, RFC 850 and asctime. */
const forms = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
]

/** Parses a date in a header to Unix seconds; undefined for any other text. */
export function parseHttpDate(text: string): number | undefined {
  for (const form of forms) {
    const { day, month, year, time } = form.exec(text)?.groups ?? {}
    if (year === undefined) continue
    const whole = year.length === 2 ? `20${year}` : year
    const date = Date.parse(`${day?.trim()} ${month} ${whole} ${time} GMT`)
    return Number.isNaN(date) ? undefined : date / 1000
  }
  return undefined
}
