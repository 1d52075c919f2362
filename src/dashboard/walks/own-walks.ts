// Which walks this page made itself.

import type { WalkView } from '../../client/wire.ts'
import { requests } from '../mock/live.ts'
import { isOwn, OWN_NAME } from '../mock/status.ts'

/** Whether a walk has this page's name, or its first request has. */
export function isOwnWalk({ id, name }: Pick<WalkView, 'id' | 'name'>): boolean {
  if (name !== null) return name === OWN_NAME
  const first = requests.peek().find((request) => request.id === id)
  return first !== undefined && isOwn(first)
}
