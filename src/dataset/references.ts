// Checks between rows of a dataset: unique values, and references to rows that exist.

import type { InputProblem } from '../problems/input-problem.ts'

/** Makes a check of one column. It reports each row whose value an earlier row has. */
export function createUnique<K extends string>(table: string, key: K) {
  const seen = new Map<unknown, number>()

  return function see(row: Record<K, unknown>, index: number): InputProblem[] {
    const first = seen.get(row[key])
    if (first === undefined) seen.set(row[key], index)
    return first === undefined
      ? []
      : [
          {
            path: [table, index, key],
            message: `is already used by ${table}[${first}]; it must be unique`,
          },
        ]
  }
}

/** The problem of a dataset with both message tables. */
export const TWO_TABLES = 'cannot stand beside the other table of messages; join the two'

/** Makes a check that ids rise from row to row. Unlike createUnique() it remembers only one id. */
export function createRising(table: string) {
  let last = 0

  return function see(row: { id: number }, index: number): InputProblem[] {
    const isHigher = row.id > last
    last = row.id
    const message = 'is not above the one before it; sort the rows by id, each of which is unique'
    return isHigher ? [] : [{ path: [table, index, 'id'], message }]
  }
}

/** A problem when the row refers to an unknown id. */
export function checkReference<K extends string>(
  path: readonly [table: string, index: number, key: K],
  row: Record<K, number>,
  known: ReadonlySet<number>,
): InputProblem[] {
  const id = row[path[2]]
  return known.has(id)
    ? []
    : [
        {
          path: [...path],
          message: `names ${id}, which does not exist; add it or correct the reference`,
        },
      ]
}

export type References = ReturnType<typeof createReferences>

/**
 * Checks references while rows arrive one by one. Tokens and assistants can arrive before their
 * users.
 */
export function createReferences() {
  const users = new Set<number>()
  const assistants = new Set<number>()
  const awaited = new Map<number, InputProblem>()
  const seeUserId = createUnique('users', 'id')
  const seeTokenId = createUnique('tokens', 'id')
  const seePlain = createUnique('tokens', 'plain')
  const seeAssistantId = createUnique('assistants', 'id')
  const seeUuid = createUnique('assistants', 'uuid')
  let areUsersRead = false

  function findUser(table: string, index: number, row: OfUser): InputProblem[] {
    const problems = checkReference([table, index, 'user_id'], row, users)
    if (areUsersRead) return problems
    for (const problem of problems) if (!awaited.has(row.user_id)) awaited.set(row.user_id, problem)
    return []
  }

  function unowned(row: { id: number; uuid: string }, index: number): InputProblem[] {
    assistants.add(row.id)
    return [...seeAssistantId(row, index), ...seeUuid(row, index)]
  }

  return {
    users(row: { id: number }, index: number): InputProblem[] {
      users.add(row.id)
      return seeUserId(row, index)
    },
    /** Call it after the last user; it reports references to users that did not arrive. */
    endUsers(): InputProblem[] {
      areUsersRead = true
      if (users.size === 0) return [{ path: ['users'], message: 'must have at least 1 entry' }]
      return [...awaited].flatMap(([id, problem]) => (users.has(id) ? [] : [problem]))
    },
    tokens: (row: { id: number; plain: string } & OfUser, index: number): InputProblem[] => [
      ...seeTokenId(row, index),
      ...seePlain(row, index),
      ...findUser('tokens', index, row),
    ],
    assistants: (row: { id: number; uuid: string } & OfUser, index: number): InputProblem[] => [
      ...unowned(row, index),
      ...findUser('assistants', index, row),
    ],
    /** Checks assistants of a dataset for one user; they name no user. */
    unowned,
    conversations: (row: { assistant_id: number }, index: number): InputProblem[] =>
      checkReference(['conversations', index, 'assistant_id'], row, assistants),
  }
}

type OfUser = { user_id: number }
