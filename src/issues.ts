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
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? `is missing; it must be ${withArticle(issue.expected)}`
        : `must be ${withArticle(issue.expected)}`
    case 'too_small':
      return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${issue.origin === 'string' ? ' character long' : ''}${issue.origin === 'array' ? ' row long' : ''}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    default:
      return issue.message
  }
}

const withArticle = (type: string): string => (type === 'int' ? 'a whole number' : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`)
