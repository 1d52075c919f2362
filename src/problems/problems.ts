// The problems that zod finds in a value, in plain words.

import type * as z from 'zod'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** For the parse methods of zod: what a schema does not say itself is said in our words. */
export const IN_OUR_WORDS = { error: explain } as const

/** The same for values that callers give: issues hold the input, and no check is compiled. */
export const AS_GIVEN = { ...IN_OUR_WORDS, jitless: true, reportInput: true } as const

/** The problem, as a sentence that follows the name of the value. */
export function toSentence(issue: z.core.$ZodIssue): string {
  const { code, message } = issue
  const isMissing = OF_VALUES.has(code) && 'input' in issue && issue.input === undefined
  return isMissing && message.startsWith('must ') ? `is missing; it ${message}` : message
}

/** Problems with a value as a whole. */
const OF_VALUES = new Set(['invalid_type', 'invalid_value', 'invalid_union'])

/** URLs without user and password. */
export const withoutUserinfo = (text: string): string =>
  text.replaceAll(/(:\/\/)[^\s/?#"'@]+@/g, '$1***@')

/** A value in a message: on one line, shortened, and without what a terminal or a reader takes for something else. */
export function quoteValue(given: string, max = 60): string {
  const text = withoutUserinfo(given)
  const cut = text.length > max ? `${text.slice(0, max)}…` : text
  return JSON.stringify(cut.toWellFormed()).replace(UNPRINTABLE, escapeUnit)
}

const UNPRINTABLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu
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

/** Integers that a number cannot hold are read as bigints. */
function toTypeSentence(expected: string, input: unknown): string {
  if (expected === 'number' && typeof input === 'bigint')
    return `must not be beyond ${Number.MAX_SAFE_INTEGER}`
  return `must be ${withArticle(expected)}`
}

function toBoundSentence(bound: string, limit: number | bigint, origin: string): string {
  if (origin === 'array') return `must have ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`
  return `must be ${bound} ${limit}${origin === 'string' ? ` ${limit === 1 ? 'character' : 'characters'} long` : ''}`
}

/** zod's words for what JSON calls otherwise. */
const names = new Map([
  ['int', 'a whole number'],
  ['record', 'an object'],
  ['bigint', 'a number'],
])

const withArticle = (type: string): string =>
  names.get(type) ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
