// The walk that a request belongs to, looked for when it is wanted: judging keeps the mock from answering clients.

import type { RequestEntry, WalkView } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'

const LIST = '/api/user/conversations'

export const mayBeOfWalk = ({ method, path, dashboard }: RequestEntry): boolean =>
  method === 'GET' && path === LIST && !dashboard

/** Throws a sentence where there is none. */
export async function findWalkOf({ id, user, token }: RequestEntry): Promise<WalkView> {
  const query = { user: user ?? undefined, token: token ?? undefined, live: 'true', limit: 1000 }
  const { walks } = await ask<{ walks: readonly WalkView[] }>('GET', '/walks', { query })
  const walk = walks.find(({ steps }) => steps.some(({ request }) => request === id))
  if (!walk) throw new Error(`Request ${id} is part of no walk that is known.`)
  return walk
}
