// The questions that both APIs answered, and the reasons why others are not compared.

import type { Answered } from '../calibration/answers.ts'
import type { AskedQuestions } from '../calibration/ask-questions.ts'
import { questions } from '../calibration/questions.ts'
import type { DriftReport } from './entry.ts'

export type Pair = { readonly live: Answered; readonly mock: Answered }

export function pairOf(name: string, live: AskedQuestions, mock: AskedQuestions): Pair | undefined {
  const pair = { live: live.get(name), mock: mock.get(name) }
  if (!pair.live || !pair.mock || isMissing(name, pair.live)) return undefined
  return { live: pair.live, mock: pair.mock }
}

/** Not every brand offers the list of assistants. */
const isMissing = (name: string, { answer }: Answered): boolean =>
  name === 'assistants' && answer.status === 404

export function coverage(
  live: AskedQuestions,
  mock: AskedQuestions,
): Pick<DriftReport, 'compared' | 'not_compared'> {
  const compared = questions.filter(({ name }) => pairOf(name, live, mock))
  const missing = questions.filter(({ name }) => !pairOf(name, live, mock))
  return {
    compared: compared.length,
    not_compared: missing.flatMap(({ name }) => {
      const reason = reasonOf(name, live, mock)
      return reason === undefined ? [] : [{ question: name, reason }]
    }),
  }
}

/**
 * The reason why a question was not compared. Undefined when the answers of neither API led to this
 * question.
 */
function reasonOf(name: string, live: AskedQuestions, mock: AskedQuestions): string | undefined {
  const problem = live.problemOf(name)
  if (problem !== undefined) return problem
  const answered = live.get(name)
  if (answered && isMissing(name, answered)) return 'the API has no such call'
  if (answered) return 'only the answers of the API lead to this question'
  return mock.get(name) && 'only the answers of the mock lead to this question'
}
