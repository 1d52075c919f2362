// Finds the walk of a request, only when the user asks for it. The judge must work for this, which
// delays the mock's answers to clients.

import type { RequestEntry, WalkView } from '../../client/wire.ts'
import { ask } from '../mock/admin.ts'

const LIST = '/api/user/conversations'

export const mayBeOfWalk = ({ method, path, dashboard }: RequestEntry): boolean =>
  method === 'GET' && path === LIST && !dashboard

/** Throws an error with a sentence for the user when the request is in no known walk. */
export async function findWalkOf({ id, user, token }: RequestEntry): Promise<WalkView> {
  const query = { user: user ?? undefined, token: token ?? undefined, live: 'true', limit: 1000 }
  const { walks } = await ask<{ walks: readonly WalkView[] }>('GET', '/walks', { query })
  const walk = walks.find(({ steps }) => steps.some(({ request }) => request === id))
  if (!walk) throw new Error(`Request ${id} is part of no walk that is known.`)
  return walk
}
