// Builds the rows of the table of questions.

import type { Question } from '../live/live-api.ts'
import { LIST_PATH } from '../editions.ts'
import { type Answers, decodeCursor, isCursorPage, isPage, type SeenList } from './answers.ts'

export type QuestionRow = {
  readonly name: string
  /** Undefined when the earlier answers give nothing to ask with. */
  readonly toQuestion: (answers: Answers) => Question | undefined
  /**
   * Shown to people when the request depends on earlier answers. Words in capitals stand for values
   * from those answers.
   */
  readonly plan?: string
}

export const JSON_ACCEPT = { Accept: 'application/json' }

export const row = (name: string, question: Question): QuestionRow => ({
  name,
  toQuestion: () => ({ headers: JSON_ACCEPT, ...question }),
})

export const list = (
  name: string,
  query: Record<string, string>,
  more: Question = {},
): QuestionRow => row(name, { query, ...more })

type Derived = {
  readonly plan: string
  readonly toQuery: (answers: Answers) => Record<string, string> | undefined
}

export const derived = (name: string, { plan, toQuery }: Derived): QuestionRow => ({
  name,
  plan: `GET ${LIST_PATH}?${plan}`,
  toQuestion(answers) {
    const query = toQuery(answers)
    return query && { query, headers: JSON_ACCEPT }
  },
})

export const listOf = (answers: Answers, name: string): SeenList | undefined =>
  answers.get(name)?.list

/** The cursor after the first row, from the first answer that has one. */
export function firstCursor(answers: Answers): string | undefined {
  for (const name of ['one row', 'empty cursor', 'far cursor']) {
    const cursor = listOf(answers, name)?.next_cursor
    if (typeof cursor === 'string' && decodeCursor(cursor)) return cursor
  }
  return undefined
}

const pagesByCursor = (answers: Answers): boolean =>
  ['list', 'empty cursor', 'far cursor'].some((name) => isCursorPage(listOf(answers, name)))

export const pagesByNumber = (answers: Answers): boolean =>
  ['list', 'first page'].some((name) => isPage(listOf(answers, name)))

export const whereCursors = (
  name: string,
  plan: string,
  toQuery: Derived['toQuery'],
): QuestionRow =>
  derived(name, {
    plan,
    toQuery: (answers) => (pagesByCursor(answers) ? toQuery(answers) : undefined),
  })
