// Users that leave, with everything that is theirs.

import { DatabaseError } from '../store/database-error.ts'
import type { Steering } from './steering.ts'

export function removeUser(steering: Steering, id: number): void {
  steering.store.users.delete(id)
  forgetUser(steering, id)
}

/** The tokens of a user whose time is up are refused anyway; everything else goes here. */
export function removeExpired(steering: Steering): void {
  if (steering.store.isReadOnly) return
  try {
    for (const { id, expires_at } of steering.store.users.list()) {
      if (expires_at !== null && expires_at < steering.clocks.now(id)) removeUser(steering, id)
    }
  } catch (error) {
    // Nobody called for this: the next call tries again.
    if (!(error instanceof DatabaseError)) throw error
  }
}

/** Does what may replace users, and forgets those that are no more. */
export async function replacingUsers(steering: Steering, replace: () => Promise<void>): Promise<void> {
  const { users } = steering.store
  const before = users.list()
  await replace()
  for (const { id } of before) if (!users.find(id)) forgetUser(steering, id)
}

function forgetUser({ journal, faults, scripts, traffic, clocks, silences, resetLimiter }: Steering, id: number): void {
  for (const owner of [journal, faults, scripts, traffic, clocks, silences]) owner.forget(id)
  resetLimiter(id)
}
