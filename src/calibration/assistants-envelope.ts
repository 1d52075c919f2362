// Reads from an answer how the short list of assistants is wrapped.

import { type Answers, parseJson } from './answers.ts'
import { evidence, type Reading, reading, unanswered, noReading } from './reading.ts'

export function readAssistantsEnvelope(answers: Answers): Reading {
  const answered = answers.get('assistants')
  if (!answered) return unanswered(answers, 'assistants', 'the question has no answer')
  const { status, text } = answered.answer
  const body = status === 200 ? parseJson(text) : undefined
  if (Array.isArray(body)) return reading(false, [evidence(answered, 'an array')])
  if (typeof body === 'object' && body !== null && 'assistants' in body)
    return reading(true, [evidence(answered, 'an object with assistants')])
  return noReading('it has no such list', [evidence(answered, String(status))])
}
