// What zod found wrong, as a sentence that follows the name of the place.

import type * as z from 'zod'

/** zod's own messages begin so; any other is a schema's, and says it better than we could here. */
const STANDARD = /^(Invalid|Too small|Too big|Unrecognized)/

export function toSentence(issue: z.core.$ZodIssue): string {
  if (!STANDARD.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`
    case 'unrecognized_keys':
      return `has unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${issue.keys.join(', ')}; remove or correct it`
    case 'invalid_union':
      return `must be ${[...new Set(issue.errors.flatMap(([first]) => (first ? toSentence(first).replace(/^must be /, '') : [])))].join(' or ')}`
    case 'invalid_key':
      return issue.issues.map(toSentence).join(', and ')
    case 'invalid_type':
      return toTypeSentence(issue)
    case 'too_small':
      return toBoundSentence(issue.inclusive === false ? 'above' : 'at least', issue.minimum, issue.origin)
    case 'too_big':
      return toBoundSentence(issue.inclusive === false ? 'below' : 'at most', issue.maximum, issue.origin)
    default:
      return issue.message
  }
}

function toTypeSentence({ message, expected }: z.core.$ZodIssueInvalidType): string {
  if (message.endsWith('received undefined')) return `is missing; it must be ${withArticle(expected)}`
  // Integers that a number cannot hold are read as such.
  if (expected === 'number' && message.endsWith('received bigint')) return `must not be beyond ${Number.MAX_SAFE_INTEGER}`
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
])

const withArticle = (type: string): string => names.get(type) ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
