// Deletes users with everything that belongs to them.

import { clearInterval, setInterval } from '../clock/real-time.ts'
import { turns, type Work } from '../clock/turns.ts'
import { DatabaseError } from '../store/database-error.ts'
import type { MockControls } from './controls.ts'

/** The interval of the search for expired users. */
const LOOK_MS = 1000

export function removeUser(controls: MockControls, id: number): void {
  controls.store.users.delete(id)
  forgetUser(controls, id)
}

/** Deletes expired users. The mock refuses their tokens already before this. */
export async function removeExpired(
  controls: MockControls,
  isOver: () => boolean = () => false,
): Promise<void> {
  try {
    const expired = findExpired(controls)
    if (expired.length > 0) await turns.run(removeUsers(controls, expired, isOver))
  } catch (error) {
    // Nobody called for this deletion, so no caller gets the error. The next call tries again.
    if (!(error instanceof DatabaseError)) throw error
  }
}

/** Deletes expired users every second, also when nobody calls. Returns a function that stops it. */
export function keepRemovingExpired(controls: MockControls): () => void {
  let isOver = false
  const timer = setInterval(
    () => void removeExpired(controls, () => isOver).catch(controls.report),
    LOOK_MS,
  ).unref()
  return () => {
    isOver = true
    clearInterval(timer)
  }
}

function findExpired({ store, clocks }: MockControls): number[] {
  if (store.isReadOnly) return []
  return store.users
    .expiring()
    .filter(({ id, expiresAt }) => expiresAt < clocks.now(id))
    .map(({ id }) => id)
}

function* removeUsers(
  controls: MockControls,
  ids: readonly number[],
  isOver: () => boolean,
): Work<void> {
  for (const id of ids) {
    if (isOver()) return
    removeUser(controls, id)
    yield
  }
}

/** Runs a change that may replace users, and forgets the users that no longer exist. */
export async function replacingUsers(
  controls: MockControls,
  replace: () => Promise<void>,
): Promise<void> {
  const before = await turns.run(collectIds(controls))
  await replace()
  await turns.run(forgetUsers(controls, before))
}

function* collectIds({ store }: MockControls): Work<number[]> {
  const ids: number[] = []
  for (const id of store.users.eachId()) {
    ids.push(id)
    yield
  }
  return ids
}

function* forgetUsers(controls: MockControls, before: readonly number[]): Work<void> {
  for (const id of before) {
    if (!controls.store.users.find(id)) forgetUser(controls, id)
    yield
  }
}

function forgetUser(
  { journal, faults, scripts, traffic, replies, clocks, silences, resetLimiter }: MockControls,
  id: number,
): void {
  for (const owner of [journal, faults, scripts, traffic, replies, clocks, silences])
    owner.forget(id)
  resetLimiter(id)
}
