// Replaces texts by others of the same form and length. Within a capture, the same text always gets
// the same replacement. Without the key, nobody can tell the original from its replacement.

import { formatDateTime } from '../php/dates.ts'
import { fixed, type Slot, slotsOf } from './filling.ts'
import { fold, type Originals } from './originals.ts'
import { digitsOf, isPhone, phoneSlots } from './phone.ts'
import { createReplacer } from './replacer.ts'

const UUID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i
// The lengths are bounded, because a text without spaces may be long.
const EMAIL = /[^\s@<>"'(),;:]{1,64}@[^\s@<>"'(),;:/]{1,255}\.[^\s@<>"'(),;:/.]{1,63}/
const LINK = /https?:\/\/[^\s<>"'/?#]{1,255}/i
const PHONE_IN_TEXT = /\+\d[\d\s().\-/]{5,20}\d/
const DATE = /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?![\d-])/
const WORD = /[\p{L}\p{M}\p{N}]+/u
const TOKENS = new RegExp(
  [UUID, EMAIL, LINK, PHONE_IN_TEXT, DATE, WORD].map(({ source }) => `(${source})`).join('|'),
  'giu',
)

const isUuid = (text: string): boolean => new RegExp(`^${UUID.source}$`, 'i').test(text)

/**
 * A text with more words is replaced as a whole. Otherwise frequent words could be recognised by
 * how often they appear.
 */
const MAX_WORDS = 4

export function createAnonymiser({
  key,
  originals,
  phones = new Set(),
}: {
  readonly key: Uint8Array
  readonly originals: Originals
  /** The digits of phone numbers that do not look like one: they have no `+` or `00`. */
  readonly phones?: ReadonlySet<string>
}) {
  const replaceBy = createReplacer(key, originals)
  const replaced = new Map<string, string>()

  function word(text: string): string {
    return replaceBy(text, `word ${fold(text)}`, slotsOf(text))
  }

  function uuid(text: string): string {
    const isUpper = /[A-F]/.test(text)
    const slots = Array.from(text, (character, index): Slot => {
      const stays = character === '-' || index === VERSION_AT || index === VARIANT_AT
      return { character, pool: stays ? undefined : isUpper ? upperHex : hex }
    })
    return replaceBy(text, `uuid ${fold(text)}`, slots)
  }

  const phone = (text: string): string =>
    replaceBy(text, `phone ${digitsOf(text).replace(/^00/, '')}`, phoneSlots(text))

  function email(text: string): string {
    const end = text.lastIndexOf('.') + 1
    return words(text.slice(0, end)) + endOfDomain(text.slice(end))
  }

  function link(text: string): string {
    const [, scheme = '', host = ''] = /^(https?:\/\/)(.*)$/i.exec(text) ?? []
    const end = host.lastIndexOf('.') + 1
    if (end === 0) return scheme + words(host)
    return scheme + words(host.slice(0, end)) + endOfDomain(host.slice(end))
  }

  function date(text: string): string {
    const [time = ''] = /^[\d-]{10}(?:[T ][\d:]+)?/.exec(text) ?? []
    return replaceBy(text, `date ${text}`, slotsOf(text), (_, chance) => {
      const made = formatDateTime(FIRST_DATE + 86_400 * chance(DAYS) + chance(HALF_DAY)).slice(
        0,
        time.length,
      )
      const [, fraction = '', zone = ''] = /^(\.\d+)?(.*)$/.exec(text.slice(time.length)) ?? []
      return made.replace(' ', text[10] ?? ' ') + fraction.replace(/\d/g, '0') + zone
    })
  }

  const words = (text: string): string =>
    text.replace(new RegExp(WORD.source, 'gu'), (matched) => word(matched))

  function token(...groups: readonly unknown[]): string {
    const kind = kinds.find((_, index) => groups[index + 1] !== undefined)
    return kind === undefined ? '' : kind(String(groups[0]))
  }
  const kinds = [uuid, email, link, phone, date, word]

  function make(text: string): string {
    if (isPhone(text) && (/^\s*(?:\+|00)/.test(text) || phones.has(digitsOf(text))))
      return phone(text)
    const tokens = [...text.matchAll(TOKENS)]
    const others = text.replace(TOKENS, '')
    const isShort = tokens.length <= MAX_WORDS && !NEEDS_WHOLE.test(others)
    if (isShort) {
      const made = text.replace(TOKENS, token)
      if (originals.findIn(made) === undefined) return made
    }
    const label = `text ${fold(text)}`
    const made = replaceBy(text, label, slotsOfText(text))
    return originals.findIn(made) === undefined && made !== text
      ? made
      : replaceBy(text, label, slotsOf(text))
  }

  /** A long text keeps its form too: an e-mail address in it is replaced by an e-mail address. */
  function slotsOfText(text: string): Slot[] {
    const slots: Slot[] = []
    let at = 0
    for (const match of text.matchAll(TOKENS)) {
      if (match[kinds.length] !== undefined) continue
      slots.push(...slotsOf(text.slice(at, match.index)), ...fixed(token(...match)))
      at = match.index + match[0].length
    }
    return [...slots, ...slotsOf(text.slice(at))]
  }

  return {
    text(value: string): string {
      const known = replaced.get(value)
      if (known !== undefined) return known
      const made = make(value)
      replaced.set(value, made)
      return made
    },
    uuid: (value: string): string => (isUuid(value) ? uuid(value) : make(value)),
    number(value: number | bigint): number | bigint {
      const text = String(value)
      if (text.includes('e') || digitsOf(text).length < MIN_DIGITS) return value
      // A zero as the last decimal digit would be dropped and make the number shorter.
      const slots = slotsOf(text)
      const last = slots.pop()
      if (last) slots.push(text.includes('.') ? { ...last, pool: nonZero } : last)
      if (digitsOf(text).length >= MAX_DIGITS)
        slots.splice(text.startsWith('-') ? 1 : 0, 1, ...fixed('1'))
      const made = replaceBy(text, `number ${text}`, slots)
      if (typeof value === 'bigint') return BigInt(made)
      return Number(made)
    },
  }
}

const VERSION_AT = 14
const VARIANT_AT = 19
const poolOfText = (characters: string) => ({
  size: characters.length,
  at: (index: number) => characters[index] ?? '',
})
const hex = poolOfText('0123456789abcdef')
const upperHex = poolOfText('0123456789ABCDEF')
const nonZero = poolOfText('123456789')

/** A number with fewer digits is taken for a count, an amount or an age, and stays. */
const MIN_DIGITS = 5
const MAX_DIGITS = 16

const FIRST_DATE = Date.parse('1950-01-01T00:00:00Z') / 1000
const DAYS = 80 * 365
const HALF_DAY = 43_200

/** Emoji and long runs of punctuation: each may carry a meaning of its own. */
const NEEDS_WHOLE = /[\p{So}\p{Sk}\p{Co}\p{Cn}]|[^\s]{4,}/u

/** The domain ends in `test` or in `z` letters, so nobody can own it. */
const endOfDomain = (text: string): string => (text.length === 4 ? 'test' : 'z'.repeat(text.length))
