// Turns the issues that zod finds into plain sentences.

import type * as z from 'zod'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** An option of zod's parse methods: where a schema has no own message, ours replaces zod's. */
export const IN_OUR_WORDS = { error: explain } as const

/**
 * The option for values from callers: issues hold the input, and zod compiles no code for the
 * check.
 */
export const AS_GIVEN = { ...IN_OUR_WORDS, jitless: true, reportInput: true } as const

/** The problem as a sentence that follows the name of the value. */
export function toSentence(issue: z.core.$ZodIssue): string {
  const { code, message } = issue
  const isMissing = OF_VALUES.has(code) && 'input' in issue && issue.input === undefined
  return isMissing && message.startsWith('must ') ? `is missing; it ${message}` : message
}

/** The issue codes that are about a whole value. */
const OF_VALUES = new Set(['invalid_type', 'invalid_value', 'invalid_union'])

/** Hides user names and passwords in URLs. */
export const withoutUserinfo = (text: string): string =>
  text.replaceAll(/(:\/\/)[^\s/?#"'@]+@/g, '$1***@')

/** Quotes a value for a message: on one line, shortened, and without control characters. */
export function quoteValue(given: string, max = 60): string {
  const text = withoutUserinfo(given)
  const cut = text.length > max ? `${text.slice(0, max)}…` : text
  return JSON.stringify(cut.toWellFormed()).replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    escapeUnit,
  )
}

const escapeUnit = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function explain(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`
    case 'unrecognized_keys':
      return `has unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${issue.keys.join(', ')}; remove or correct it`
    case 'invalid_union':
      return `must be ${[...new Set(issue.errors.flatMap(([first]) => (first ? first.message.replace(LEAD, '') : [])))].join(' or ')}`
    case 'invalid_key':
      return issue.issues.map(toSentence).join(', and ')
    case 'invalid_type':
      return toTypeSentence(issue.expected, issue.input)
    case 'too_small':
      return toBoundSentence(
        issue.inclusive === false ? 'above' : 'at least',
        issue.minimum,
        issue.origin,
      )
    case 'too_big':
      return toBoundSentence(
        issue.inclusive === false ? 'below' : 'at most',
        issue.maximum,
        issue.origin,
      )
    default:
      return undefined
  }
}

const LEAD = /^must be /

/** The JSON parser reads integers beyond the range of a number as bigints. */
function toTypeSentence(expected: string, input: unknown): string {
  if (expected === 'number' && typeof input === 'bigint')
    return `must not be beyond ${Number.MAX_SAFE_INTEGER}`
  return `must be ${withArticle(expected)}`
}

function toBoundSentence(bound: string, limit: number | bigint, origin: string): string {
  if (origin === 'array') return `must have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`
  return `must be ${bound} ${limit}${origin === 'string' ? ` ${limit === 1 ? 'character' : 'characters'} long` : ''}`
}

/** Everyday words for zod's type names. */
const names = new Map([
  ['int', 'a whole number'],
  ['record', 'an object'],
  ['bigint', 'a number'],
])

const withArticle = (type: string): string =>
  names.get(type) ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
