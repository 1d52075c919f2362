// Asks one question after the other. A single failed question does not stop the rest, but an API
// that is down does.

import { LiveError } from '../live/live-error.ts'
import type { LiveApi } from '../live/live-api.ts'
import { type Answered, type Answers, parseSeenList } from './answers.ts'
import { questions } from './questions.ts'
import { type QuestionRow } from './question-rows.ts'
import { requireApi } from './require-api.ts'

export type AskedQuestions = Answers & {
  /** The reason why the questions ended early: the budget is used up, or the API is down. */
  readonly ending: string | undefined
}

/** This many failures in a row are allowed. After one more, the API counts as down. */
const MAX_FAILURES = 2

/**
 * Resolves to the answers. Rejects with a LiveError when the first question fails, or when `signal`
 * stops the run. `onQuestion` receives the number of questions handled so far.
 */
export async function askQuestions(
  api: LiveApi,
  onQuestion: (count: number) => void = () => undefined,
): Promise<AskedQuestions> {
  const known = new Map<string, Answered>()
  const problems = new Map<string, string>()
  let failures = 0
  let ending: string | undefined
  const answers: Answers = {
    base: api.base,
    get: (name) => known.get(name),
    problemOf: (name) => problems.get(name) ?? (known.has(name) ? undefined : ending),
  }
  for (const [index, row] of questions.entries()) {
    try {
      const answered = await ask(api, row, answers)
      if (answered) {
        if (known.size === 0) requireApi(answered, api.option)
        known.set(row.name, answered)
        failures = 0
      }
    } catch (error) {
      if (!(error instanceof LiveError) || error.kind === 'stopped' || known.size === 0) throw error
      if (error.kind === 'budget' || ++failures > MAX_FAILURES) {
        ending = error.message
        break
      }
      problems.set(row.name, error.message)
    }
    onQuestion(index + 1)
  }
  return { ...answers, ending }
}

async function ask(
  api: LiveApi,
  { toQuestion }: QuestionRow,
  answers: Answers,
): Promise<Answered | undefined> {
  const question = toQuestion(answers)
  if (!question) return undefined
  const answer = await api.ask(question)
  return { question, answer, list: parseSeenList(answer) }
}
