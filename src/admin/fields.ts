// Fields and checks that several routes share.

import * as z from 'zod'
import type { Token } from '../dataset/dataset.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import type { StoredUser } from '../store/users.ts'
import { AdminFailure, notFound } from './failure.ts'
import type { MockControls } from './controls.ts'

/** A whole number in a path or query, where each value is a text. */
export function wholeText(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string({ error })
    .regex(/^\d{1,16}$/, { error })
    .transform(Number)
    .pipe(z.int({ error, abort: true }).min(min, { error }).max(max, { error }))
}

const MAX_ID = Number.MAX_SAFE_INTEGER

export const user = wholeText(1, MAX_ID).optional().describe('The id of the user.')

export const UserQuery = z.strictObject({ user })

export const IdParams = z.strictObject({ id: wholeText(1, MAX_ID) })

/** A time in an answer. */
export const Time = z.iso
  .datetime({ precision: 3 })
  .meta({ examples: ['2025-01-25T14:30:00.000Z'] })

export const Removed = z
  .strictObject({ removed: z.int().nonnegative() })
  .meta({ id: 'Removed', description: 'The number of removed items.' })

/** Throws a 404 when the user does not exist. */
export function requireUser({ store }: MockControls, id: number): StoredUser {
  const owner = store.users.find(id)
  if (!owner) throw notFound(`user ${id}`, 'GET /__admin/users')
  return owner
}

/**
 * Checks the user of a query. Undefined means that the query names no user and is about the whole
 * server.
 */
export function optionalUser(controls: MockControls, id: number | undefined): number | undefined {
  return id === undefined ? undefined : requireUser(controls, id).id
}

/** The user of a query, or the first user when the query names none. */
export function userOrFirst(controls: MockControls, id: number | undefined): StoredUser {
  const owner = id === undefined ? controls.store.users.first() : requireUser(controls, id)
  if (!owner) throw new AdminFailure(404, 'there is no user; make one with POST /__admin/users')
  return owner
}

/**
 * The problem of a token that does not exist, or that belongs to another user; empty when there is
 * no problem.
 */
export function findTokenProblems(
  { store }: MockControls,
  token: number | string | null | undefined,
  { path, user: userId }: TokenOwner,
): InputProblem[] {
  const isOwn = ({ id, plain, user_id }: Token): boolean =>
    (id === token || plain === token) && (userId === undefined || user_id === userId)
  if (token === null || token === undefined || store.listTokens().some(isOwn)) return []
  return [
    {
      path,
      message: `names ${typeof token === 'number' ? token : 'a text'}, which is no token there; see GET /__admin/users`,
    },
  ]
}

type TokenOwner = { readonly path: PropertyKey[]; readonly user?: number | undefined }

/** The ids of the assistants that conversations of the dataset can name. */
export const assistantIds = ({ store }: MockControls, datasetId: number): ReadonlySet<number> =>
  new Set(store.rows.assistants(datasetId).map(({ id }) => id))
