// The headers by which the mock explains an answer.

import type { Exchange } from '../exchange/exchange.ts'
import type { Answer } from '../laravel/http.ts'
import { applied } from './preferences.ts'

/**
 * Adds headers: they tell the client which preferences were applied, and a person which fault
 * changed the answer.
 */
export function withNotes(answer: Answer, { preferences, faults }: Exchange): Answer {
  const honoured = applied(preferences, answer)
  const notes = {
    ...(honoured !== '' && { 'Preference-Applied': honoured }),
    ...(faults.types.length > 0 && {
      'X-Mock-Fault': faults.types.join(', '),
      'X-Mock-Fault-Id': faults.ids.join(', '),
    }),
  }
  return { ...answer, headers: { ...answer.headers, ...notes } }
}
