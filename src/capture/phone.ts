// Phone numbers: the country, the length and the type of number stay.

import { digits, type Pool } from './characters.ts'
import type { Slot } from './filling.ts'

/** Country codes of one or two digits, from the ITU's list. All others have three digits. */
const SHORT_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/**
 * For some countries: how many digits after the country code tell the type of number. The default
 * is two.
 */
const TYPE_DIGITS: readonly {
  readonly code: string
  readonly pattern: RegExp
  readonly count: number
}[] = [
  // Toll-free and premium numbers. Other numbers begin with an area code, which does not tell the
  // type.
  { code: '1', pattern: /^(?:8(?:00|33|44|55|66|77|88)|900)/, count: 3 },
  { code: '1', pattern: /^/, count: 0 },
  { code: '33', pattern: /^/, count: 1 },
  { code: '34', pattern: /^/, count: 1 },
  { code: '47', pattern: /^/, count: 1 },
  { code: '49', pattern: /^(?:1|[89]00|180)/, count: 3 },
  { code: '43', pattern: /^6/, count: 3 },
  { code: '44', pattern: /^(?:80|90|8|9)/, count: 3 },
  { code: '7', pattern: /^(?!80)/, count: 1 },
]

const MIN_DIGITS = 7
const MAX_DIGITS = 15

/**
 * A number as people write it: digits with spaces, dashes, dots, slashes or brackets between them.
 */
const PHONE = /^\s*(?:\+|00)?[\d\s().\-/]*\d\s*$/

export const isPhone = (text: string): boolean =>
  PHONE.test(text) && isCountOfPhone(digitsOf(text).length)

const isCountOfPhone = (count: number): boolean => count >= MIN_DIGITS && count <= MAX_DIGITS

export const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** The characters of a number, each with the pool that may replace it. */
export function phoneSlots(text: string): Slot[] {
  const all = digitsOf(text)
  const kept = keptDigits(text, all)
  const pools = all.split('').map((_, index) => poolAt(all, kept, index))
  let index = 0
  return Array.from(text, (character) => ({
    character,
    pool: /\d/.test(character) ? pools[index++] : undefined,
  }))
}

/** The number of leading digits that stay. */
function keptDigits(text: string, all: string): number {
  const isInternational = /^\s*(?:\+|00)/.test(text) || (!all.startsWith('0') && all.length > 10)
  if (!isInternational) return all.startsWith('0') ? Math.min(3, all.length - 4) : 0
  const zeros = /^\s*00/.test(text) ? 2 : 0
  const code = codeOf(all.slice(zeros))
  const national = all.slice(zeros + code.length)
  const type = TYPE_DIGITS.find((entry) => entry.code === code && entry.pattern.test(national))
  return zeros + code.length + Math.min(type?.count ?? 2, Math.max(0, national.length - 4))
}

/** The number of leading characters that stay. */
export function keptLength(text: string): number {
  const slots = phoneSlots(text)
  const first = slots.findIndex(({ pool }) => pool !== undefined)
  return first < 0 ? text.length : first
}

const codeOf = (international: string): string =>
  SHORT_CODES.exec(international)?.[0] ?? international.slice(0, 3)

const one = (digit: string): Pool => ({ size: 1, at: () => digit })
const fromTwo: Pool = { size: 8, at: (index) => String(index + 2) }

/** In North America, the numbers 555-0100 to 555-0199 are not assigned to anybody. */
function poolAt(all: string, kept: number, index: number): Pool | undefined {
  if (index < kept) return undefined
  const isAmerican = kept === 1 && all.startsWith('1') && all.length === 11
  if (!isAmerican) return digits
  if (index === 1) return fromTwo
  if (index === 2) return { size: 8, at: (number) => String(number) }
  const fictional = '55501'[index - 4]
  return fictional === undefined ? digits : one(fictional)
}
