// Reads a list from the API as rows of one user: an answer by page, an answer by cursor, or the
// rows alone.

import * as z from 'zod'
import type { InputProblem } from '../problems/input-problem.ts'
import { AS_GIVEN } from '../problems/problems.ts'
import { mapInTurns, type Work } from '../clock/turns.ts'
import type { SortOrder } from './sort-order.ts'
import { completeAssistant } from './assistant.ts'
import { type Dataset, toDatasetError, toProblems } from './dataset.ts'
import { joinRows, requireNewestFirst, requireOneName } from './list-agreement.ts'
import { ListedConversation, type ListedRow, toConversation, toListedRow } from './listed-row.ts'
import { demoTokens, demoUsers } from './demo-user.ts'
import { type Answer, isAnswer, isObject, type NamedList, toAnswers } from './list-answers.ts'
import { orderAnswers, toIds } from './list-order.ts'
import { messageTables } from './message.ts'

export const ListBody = z.looseObject({ data: z.array(ListedConversation) }).meta({
  id: 'ListBody',
  description: 'A list as the API returns it, with page or cursor pagination.',
})

/** The list that a caller passes: one answer, several answers, or their rows. */
export type ListInput =
  | z.input<typeof ListBody>
  | readonly z.input<typeof ListBody>[]
  | readonly z.input<typeof ListedConversation>[]

const tables = ['users', 'tokens', 'assistants', 'conversations', ...messageTables]

/**
 * True for a list from the API. A value that has `data` beside a table is probably a dataset with a
 * mistake.
 */
export function isList(value: unknown): boolean {
  if (Array.isArray(value)) return true
  return isAnswer(value) && !tables.some((table) => table in value)
}

/** The message of an error answer of the API, such as {"message":"Unauthenticated."}. */
export function refusalIn(value: unknown): string | undefined {
  const message =
    isObject(value) && !tables.some((table) => table in value)
      ? (value['message'] ?? value['error'])
      : undefined
  return typeof message === 'string' ? message : undefined
}

/**
 * The rows of all lists without duplicates, the newest first. Throws a DatasetError when lists
 * contradict each other.
 */
export function* readLists(lists: readonly NamedList[], order: SortOrder): Work<ListedRow[]> {
  const answers = yield* orderAnswers(lists.flatMap(toAnswers))
  const read: ListedRow[][] = []
  for (const answer of answers) read.push(yield* readRows(answer, order))
  const rows = yield* joinRows(read.flat())
  requireOneName(rows)
  yield
  return order === 'created_at'
    ? rows.toSorted((a, b) => compare(b.fields.created_at, a.fields.created_at))
    : rows
}

/** A whole dataset of one user. Throws a DatasetError. */
export function* toDataset(lists: readonly NamedList[], order: SortOrder): Work<Dataset> {
  const rows = yield* readLists(lists, order)
  const ids = yield* toIds(
    rows.map(({ fields }) => fields.uuid),
    lists.flatMap(toAnswers),
  )
  const uuids = [...new Map(rows.map(({ assistant }) => [assistant.uuid, assistant])).values()]
  const assistants = uuids.map(({ uuid, name }, index) =>
    completeAssistant({ id: index + 1, uuid, user_id: 1, name }),
  )
  const assistantIds = new Map(assistants.map(({ uuid, id }) => [uuid, id]))
  yield
  const conversations = yield* mapInTurns(rows, ({ fields, assistant }, index) =>
    toConversation(fields, {
      id: ids[index] ?? 0,
      assistant_id: assistantIds.get(assistant.uuid) ?? 0,
    }),
  )
  // The store needs conversations by ascending id.
  return {
    users: [...demoUsers],
    tokens: [...demoTokens],
    assistants,
    conversations: conversations.toReversed(),
  }
}

/** The names of fields in rows that no edition documents. */
export function findUnknownFields({ value, name }: NamedList): string[] {
  const rows = toAnswers({ value, name }).flatMap((answer) => answer.rows)
  const fields = new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))
  return [...fields].filter((field) => !(field in ListedConversation.shape))
}

function* readRows({ name, path, rows }: Answer, order: SortOrder): Work<ListedRow[]> {
  const problems: InputProblem[] = []
  const listed: ListedRow[] = []
  for (const [index, row] of rows.entries()) {
    const at = [...path, index]
    const result = ListedConversation.safeParse(row, AS_GIVEN)
    if (result.success) listed.push(toListedRow(result.data, { listName: name, path: at }))
    else problems.push(...toProblems(result.error, at))
    if (problems.length >= MAX_PROBLEMS) break
    yield
  }
  if (problems.length > 0) throw toDatasetError(name, problems)
  if (order === 'created_at') requireNewestFirst(listed)
  return listed
}

/** After this many problems the file is probably something else, and more messages do not help. */
const MAX_PROBLEMS = 100

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
