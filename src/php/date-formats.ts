// The common formats of PHP's date parser, and the changes that each makes to a date.

import { utc } from './dates.ts'

export type Parts = {
  year: number
  month: number
  day: number
  seconds: number
  offset: number
  moved: boolean
  dates: number
  times: number
}
type Format = [RegExp, (parts: Parts, ...groups: string[]) => void]

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const DAY =
  '(sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?)'
const UNIT = '(seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|fortnights?|months?|years?)'
const word = (pattern: string): RegExp => new RegExp(`${pattern}(?![a-z\\d])`, 'iy')

const monthNumber = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
const fullYear = (text: string): number =>
  text.length > 2 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900)

// The common formats of PHP's date parser, the longer ones first.
// Source: "Supported Date and Time Formats" in the PHP manual.
export const formats: Format[] = [
  [word('@(-?\\d+)'), (p, time) => setTime(p, Number(time))],
  [word('(?:now)'), () => undefined],
  [word('(?:today|midnight)'), (p) => (p.seconds = 0)],
  [word('noon'), (p) => (p.seconds = 43_200)],
  [word('tomorrow'), (p) => startOfDay(p, 1)],
  [word('yesterday'), (p) => startOfDay(p, -1)],
  [
    /(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/y,
    (p, y, m, d) => setDate(p, Number(y), Number(m), Number(d)),
  ],
  [
    /(\d{4})\/(\d{1,2})\/(\d{1,2})(?!\d)/y,
    (p, y, m, d) => setDate(p, Number(y), Number(m), Number(d)),
  ],
  [
    /(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)/y,
    (p, m, d, y) => setDate(p, fullYear(y), Number(m), Number(d)),
  ],
  [
    /(\d{1,2})[-.\t](\d{1,2})[-.](\d{4})(?!\d)/y,
    (p, d, m, y) => setDate(p, Number(y), Number(m), Number(d)),
  ],
  [
    /(\d{2})-(\d{1,2})-(\d{1,2})(?!\d)/y,
    (p, y, m, d) => setDate(p, fullYear(y), Number(m), Number(d)),
  ],
  [
    new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?[ \\t.-]*${MONTH}[ \\t,.-]*(\\d{4})(?!\\d)`, 'iy'),
    (p, d, m, y) => setDate(p, Number(y), monthNumber(m), Number(d)),
  ],
  [
    new RegExp(`${MONTH}[ \\t.-]*(\\d{1,2})(?:st|nd|rd|th)?[ \\t,.-]+(\\d{4})(?!\\d)`, 'iy'),
    (p, m, d, y) => setDate(p, Number(y), monthNumber(m), Number(d)),
  ],
  [
    new RegExp(`${MONTH}[ \\t.-]*(\\d{4})(?!\\d)`, 'iy'),
    (p, m, y) => setDate(p, Number(y), monthNumber(m), 1),
  ],
  [
    new RegExp(`(\\d{4})[ \\t.-]*${MONTH}[ \\t.-]*(\\d{1,2})(?!\\d)`, 'iy'),
    (p, y, m, d) => setDate(p, Number(y), monthNumber(m), Number(d)),
  ],
  [
    new RegExp(`(\\d{1,2})(?:st|nd|rd|th)?[ \\t.-]*${MONTH}(?![a-z\\d])`, 'iy'),
    (p, d, m) => setDate(p, p.year, monthNumber(m), Number(d)),
  ],
  [
    new RegExp(`${MONTH}[ \\t.-]*(\\d{1,2})(?:st|nd|rd|th)?(?![a-z\\d:])`, 'iy'),
    (p, m, d) => setDate(p, p.year, monthNumber(m), Number(d)),
  ],
  [/(\d{4})-(\d{2})(?![\d-])/y, (p, y, m) => setDate(p, Number(y), Number(m), 1)],
  [
    /(\d{4})(\d{2})(\d{2})(?=t|$|\s)/iy,
    (p, y, m, d) => setDate(p, Number(y), Number(m), Number(d)),
  ],
  [
    /t?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:[ \t]*([ap])\.?m\.?)?/iy,
    (p, h, i, s, half) => setClock(p, Number(h), Number(i), Number(s ?? 0), half),
  ],
  [/(\d{1,2})[ \t]*([ap])\.?m\.?(?![a-z])/iy, (p, h, half) => setClock(p, Number(h), 0, 0, half)],
  [/([01]\d|2[0-4])([0-5]\d)(?!\d)/y, (p, h, i) => setClock(p, Number(h), Number(i), 0)],
  [/(\d{4})(?!\d)/y, (p, y) => (p.year = Number(y))],
  [/(?:utc|gmt)(?![a-z+-])/iy, () => undefined],
  [
    /(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?(?![\d a-z])/iy,
    (p, sign, h, i) =>
      (p.offset = (sign === '-' ? -1 : 1) * (Number(h) * 3600 + Number(i ?? 0) * 60)),
  ],
  [
    new RegExp(`([+-]?)[ \\t]*(\\d+)[ \\t]*${UNIT}(?:[ \\t]+(ago))?(?![a-z])`, 'iy'),
    (p, sign, n, unit, ago) =>
      move(p, Number(n) * ((sign === '-') !== (ago !== undefined) ? -1 : 1), unit),
  ],
  [
    new RegExp(`(next|last|previous|this)[ \\t]+${UNIT}(?![a-z])`, 'iy'),
    (p, which, unit) => move(p, step(which), unit),
  ],
  [
    new RegExp(`(?:(next|last|previous|this)[ \\t]+)?${DAY}(?![a-z])`, 'iy'),
    (p, which, day) => moveToWeekday(p, which, DAYS.indexOf(day.slice(0, 3).toLowerCase())),
  ],
  [new RegExp(`${MONTH}(?![a-z])`, 'iy'), (p, m) => setDate(p, p.year, monthNumber(m), p.day)],
  [/([a-ik-z])(?![a-z])/iy, (p, letter) => (p.offset = militaryZone(letter))],
]

function setDate(parts: Parts, year: number, month: number, day: number): void {
  if (!parts.moved) parts.seconds = 0
  Object.assign(parts, { year, month, day, dates: parts.dates + 1 })
}

function setClock(parts: Parts, hour: number, minute: number, second: number, half?: string): void {
  const hours = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  parts.seconds = hours * 3600 + minute * 60 + second
  parts.moved = true
  parts.times++
}

function setTime(parts: Parts, time: number): void {
  Object.assign(parts, { year: 1970, month: 1, day: 1, seconds: time })
}

function startOfDay(parts: Parts, days: number): void {
  parts.seconds = 0
  parts.day += days
}

/** The UTC offset in seconds of a one-letter time zone: A to M without J is east, N to Y west. */
function militaryZone(letter: string): number {
  const east = 'abcdefghiklm'.indexOf(letter.toLowerCase()) + 1
  const west = 'nopqrstuvwxy'.indexOf(letter.toLowerCase()) + 1
  return (east - west) * 3600
}

const step = (which: string): number => ({ next: 1, this: 0 })[which.toLowerCase()] ?? -1

function move(parts: Parts, amount: number, unit: string): void {
  const name = unit.toLowerCase()
  if (name.startsWith('sec')) parts.seconds += amount
  else if (name.startsWith('min')) parts.seconds += amount * 60
  else if (name.startsWith('hour')) parts.seconds += amount * 3600
  else if (name.startsWith('day')) parts.day += amount
  else if (name.startsWith('week')) parts.day += amount * 7
  else if (name.startsWith('fortnight')) parts.day += amount * 14
  else if (name.startsWith('month')) parts.month += amount
  else parts.year += amount
}

function moveToWeekday(parts: Parts, which: string | undefined, weekday: number): void {
  parts.seconds = 0
  const today = new Date(utc(parts.year, parts.month, parts.day) * 1000).getUTCDay()
  const ahead = (weekday - today + 7) % 7
  const direction = which === undefined ? 0 : step(which)
  if (direction > 0) parts.day += ahead || 7
  else if (direction < 0) parts.day += ahead === 0 ? -7 : ahead - 7
  else parts.day += ahead
}
