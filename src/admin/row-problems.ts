// Turns errors about rows into failures that name the place of the row in the body.

import * as z from 'zod'
import type { InputProblem } from '../problems/input-problem.ts'
import {
  DuplicateRowError,
  UnknownAssistantError,
  UnknownConversationError,
} from '../store/row-error.ts'
import { type AdminFailure, type AdminStatus, refusal } from './failure.ts'

export const TAKEN = 'is already used by another row; it must be unique'

type PathOf = (index: number) => readonly PropertyKey[]

/** Runs a write of rows. `pathOf` maps the index of a written row to its path in the body. */
export function withPaths<T>(pathOf: PathOf, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw toRowFailure(error, pathOf)
  }
}

/** Turns a store error into a failure that names the path of the row. */
export function toRowFailure(error: unknown, pathOf: PathOf): unknown {
  if (error instanceof DuplicateRowError)
    return refusalOf([{ path: [...pathOf(error.index), error.column], message: TAKEN }], 409)
  const named = namedBy(error)
  if (!named) return error
  const [index, field, id] = named
  const message = `names ${id}, which does not exist; add it or correct the reference`
  return refusalOf([{ path: [...pathOf(index), field], message }])
}

/** The index of the row, and the field and id by which it names a missing row. */
function namedBy(error: unknown): [index: number, field: string, id: number] | undefined {
  if (error instanceof UnknownAssistantError)
    return [error.index, 'assistant_id', error.assistant_id]
  if (error instanceof UnknownConversationError)
    return [error.index, 'conversation_id', error.conversation_id]
  return undefined
}

/** Throws a failure that names all problems, if there are any. */
export function requireNone(problems: readonly InputProblem[], status?: AdminStatus): void {
  if (problems.length > 0) throw refusalOf(problems, status)
}

export function refusalOf(
  problems: readonly InputProblem[],
  status: AdminStatus = 422,
  whole?: string,
): AdminFailure {
  const errors = problems.map(({ path, message }) => ({ path: z.core.toDotPath(path), message }))
  return refusal(status, errors, whole)
}
