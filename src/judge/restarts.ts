// Restarts: walks through a list whose client had stopped in the middle of it before.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { nextOf } from './clients.ts'
import { type Crowd, hasEachEnded, requestsFor } from './crowd.ts'
import { mixedWith } from './own-line.ts'
import { nextsOf } from './reading.ts'
import type { Session } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { NEARBY, walksAfter } from './nearby.ts'

/**
 * A later walk that began at the first page of the same list after this one stopped, and went
 * past the stop. Clients that were restarted after a crash or that load their pages again make
 * such walks; another client may do it too. Walks in between may have stopped at the same page.
 */
export function beginsAgain(walk: Walk, session: Session): boolean {
  if (crowdBeginsAgain(walk, session)) return true
  let from = walk
  for (let tries = 0; tries < NEARBY; tries++) {
    const next = followingOf(from, session)
    if (!next) return false
    if (goesPast(next, walk)) return true
    from = next
  }
  return false
}

/** The excuse of a walk that stopped, if its client may have begun again; undefined for none. */
export function excuseByRestart(walk: Walk, session: Session): string | undefined {
  if (!beginsAgain(walk, session)) return undefined
  const { optionsKey } = firstOf(walk)
  const isSeen = walksAfter(session.walks, session.index).some(
    (other) =>
      firstOf(other).entry.id > lastOf(walk).entry.id &&
      firstOf(other).position === FIRST &&
      firstOf(other).optionsKey === optionsKey &&
      goesPast(other, walk),
  )
  return isSeen
    ? 'a walk began again at the first page, and got farther'
    : 'its client, or one beside it, may have read the list in another walk'
}

/**
 * Whether at least as many walks of a crowd began again and went past the stop as stopped there.
 * A crowd shows how many clients stopped, but not always which ones.
 */
function crowdBeginsAgain(walk: Walk, session: Session): boolean {
  const { stop } = symptomsOf(walk)
  const crowd = mixedWith(walk, session)
  if (!stop || crowd.length < 2) return false
  const stopped = crowd.filter((other) => symptomsOf(other).stop?.position === stop.position)
  const earliest = Math.min(...stopped.map((other) => lastOf(other).entry.id))
  const again = crowd.filter(
    (other) =>
      firstOf(other).position === FIRST &&
      firstOf(other).entry.id > earliest &&
      goesPast(other, walk),
  )
  // The first page of a further round may have been taken for a step of another walk.
  const within = crowd.flatMap(({ steps }) =>
    steps
      .slice(1)
      .filter(
        ({ position, link, entry }) =>
          position === FIRST && link !== 'retry' && entry.id > earliest,
      ),
  )
  return (
    again.length + within.length >= stopped.length ||
    hasEachEnded(crowd) ||
    mayHaveBegunAgain(stop, crowd)
  )
}

/**
 * Whether a request for the first page followed each time that a client of a crowd stopped at a
 * page. The latest clients at the page count as those that went on.
 */
function mayHaveBegunAgain(stop: WalkStep, crowd: Crowd): boolean {
  const gone = idsOf(nextsOf(stop).flatMap((next) => requestsFor(crowd, next)))
  const stopped = idsOf(requestsFor(crowd, stop.position))
  for (const id of gone) {
    const latest = stopped.findLastIndex((arrival) => arrival < id)
    if (latest >= 0) stopped.splice(latest, 1)
  }
  const begun = idsOf(requestsFor(crowd, FIRST))
  return stopped.every(
    (id, index) => begun.filter((again) => again > id).length >= stopped.length - index,
  )
}

const idsOf = (steps: readonly WalkStep[]): number[] =>
  steps.map(({ entry }) => entry.id).toSorted((a, b) => a - b)

const known = new WeakMap<Walk, { readonly next: Walk | undefined }>()

/** The next walk of a client through the same list, or the next of any client after it. */
function followingOf(walk: Walk, session: Session): Walk | undefined {
  const following = known.get(walk) ?? { next: findFollowing(walk, session) }
  known.set(walk, following)
  return following.next
}

function findFollowing(walk: Walk, session: Session): Walk | undefined {
  const index = session.indexOf(walk)
  const own = nextOf(walk, { ...session, index })
  if (own && isLaterRound(own, walk)) return own
  return walksAfter(session.walks, index).find((other) => isLaterRound(other, walk))
}

const isLaterRound = (other: Walk, walk: Walk): boolean =>
  firstOf(other).entry.id > lastOf(walk).entry.id &&
  firstOf(other).position === FIRST &&
  firstOf(other).optionsKey === firstOf(walk).optionsKey &&
  (waited(lastOf(walk), firstOf(other)) >= RESTART_MS || !areTwoClients(walk, other))

/** No program starts and connects again in less time. */
const RESTART_MS = 20

/** Whether both walks have several requests, and no connection in common. */
function areTwoClients(walk: Walk, other: Walk): boolean {
  const lines = new Set(walk.steps.map(({ line }) => line))
  return (
    !lines.has(0) &&
    [walk, other].every(({ steps }) => steps.length > 1) &&
    other.steps.every(({ line }) => line !== 0 && !lines.has(line))
  )
}

const goesPast = (next: Walk, walk: Walk): boolean =>
  next.served.at(-1)?.list?.next === null ||
  symptomsOf(next).positions.length > symptomsOf(walk).positions.length
