// Where in a call a row stands that cannot be kept.

import * as z from 'zod'
import type { Fault } from '../dataset/references.ts'
import {
  DuplicateRowError,
  UnknownAssistantError,
  UnknownConversationError,
} from '../store/row-error.ts'
import { type AdminFailure, type AdminStatus, refusal } from './failure.ts'

export const TAKEN = 'is already used by another row; it must be unique'

type PlaceOf = (index: number) => readonly PropertyKey[]

/** Runs what writes rows; `placeOf` gives the path of one by its index among the rows that are written. */
export function withPlaces<T>(placeOf: PlaceOf, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw placed(error, placeOf)
  }
}

/** An error of what writes rows as a failure that says where the row stands. */
export function placed(error: unknown, placeOf: PlaceOf): unknown {
  if (error instanceof DuplicateRowError)
    return refusalOf([{ path: [...placeOf(error.index), error.column], message: TAKEN }], 409)
  const named = namedBy(error)
  if (!named) return error
  const [index, field, id] = named
  const message = `names ${id}, which does not exist; add it or correct the reference`
  return refusalOf([{ path: [...placeOf(index), field], message }])
}

/** Where a row names another one that is not there, and its id. */
function namedBy(error: unknown): [index: number, field: string, id: number] | undefined {
  if (error instanceof UnknownAssistantError)
    return [error.index, 'assistant_id', error.assistant_id]
  if (error instanceof UnknownConversationError)
    return [error.index, 'conversation_id', error.conversation_id]
  return undefined
}

/** Throws a failure that names all of them, unless there are none. */
export function requireNone(faults: readonly Fault[], status?: AdminStatus): void {
  if (faults.length > 0) throw refusalOf(faults, status)
}

export function refusalOf(
  faults: readonly Fault[],
  status: AdminStatus = 422,
  place?: string,
): AdminFailure {
  const errors = faults.map(({ path, message }) => ({ path: z.core.toDotPath(path), message }))
  return refusal(status, errors, place)
}

/** The same fault, further in. */
export const within =
  (before: readonly PropertyKey[]) =>
  ({ path, message }: Fault): Fault => ({ path: [...before, ...path], message })
