// Reads the rate limit from Laravel's headers.

import type { Answers } from './answers.ts'
import { evidence, type Reading, reading, unanswered, noReading } from './reading.ts'

const MAX_LIMIT = 1_000_000

export function readRateLimit(answers: Answers): Reading {
  const answered = answers.get('list')
  if (!answered) return unanswered(answers, 'list', 'the list has no answer')
  const [limit] = answered.answer.headers.all('x-ratelimit-limit')
  if (limit === undefined) return reading('off', [evidence(answered, 'no X-RateLimit-Limit')])
  const seen = [evidence(answered, `X-RateLimit-Limit: ${limit}`)]
  const number = /^\d+$/.test(limit) ? Number(limit) : 0
  return number >= 1 && number <= MAX_LIMIT
    ? reading(number, seen)
    : noReading('its limit is no number that the mock can have', seen)
}
