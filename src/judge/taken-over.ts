// Finds walks that stopped where another walk, perhaps of the same client, went on.

import { isSame } from '../walks/candidates.ts'
import { firstOf, lastOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { arrivalsAt, requestsFor } from './crowd.ts'
import { secondsBeside } from './hedge.ts'
import { walksAround } from './nearby.ts'
import { nextsOf } from './reading.ts'
import type { Session } from './rule.ts'

/**
 * Whether as many clients went on from the last page of a walk as had come to it.
 * One of these requests may then be this client's, perhaps under another walk name.
 * Later walks that begin at the next page, or at the same page, count as well.
 */
export function isTakenOver(walk: Walk, stop: WalkStep, session: Session): boolean {
  const { alike, crowd } = session
  const seconds = secondsBeside(walk, session)
  const nexts = nextsOf(stop)
  // A walk by page may have gone on by cursor.
  const turned =
    stop.page === null
      ? walksAround(session.walks, session.index).filter(({ options }) =>
          isSame(options, walk.options),
        )
      : []
  const gone = nexts.flatMap((next) =>
    requestsFor([...new Set([...crowd, ...seconds, ...turned])], next),
  ).length
  const last = lastOf(walk).entry.id
  const resumed = resumedOf(alike).filter(
    (other) => other.id > last && beginsThere(other, { stop, nexts }),
  )
  const clients = new Set([...crowd, ...turned].filter((other) => !seconds.includes(other)))
  return gone + resumed.length >= arrivalsAt([...clients], stop.position)
}

/** Whether a walk began at the page after a stop, or at the stop, whose answer came too late. */
function beginsThere(
  walk: Walk,
  { stop, nexts }: { readonly stop: WalkStep; readonly nexts: readonly string[] },
): boolean {
  const { position } = firstOf(walk)
  return nexts.includes(position) || (position === stop.position && walk.served.length > 1)
}

const resumedIn = new WeakMap<readonly Walk[], readonly Walk[]>()

/** The walks that begin in the middle of the list. They are sorted out once for all walks. */
function resumedOf(alike: readonly Walk[]): readonly Walk[] {
  const resumed = resumedIn.get(alike) ?? alike.filter((walk) => firstOf(walk).link === 'resumed')
  resumedIn.set(alike, resumed)
  return resumed
}
