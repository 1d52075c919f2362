// Finds failed requests that their client gave up after several attempts, or by beginning again.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { isCancelled } from './cancelled.ts'
import { nextOf } from './clients.ts'
import {
  answerOf,
  areByShape,
  cameBack,
  failureNote,
  failureOf,
  hasAlready,
  isAnsweredInCrowd,
  isQuick,
  isSecondRequest,
} from './failures.ts'
import { countOffers, requestsFor } from './crowd.ts'
import { listOf } from './options.ts'
import { nameOfPage } from './reading.ts'
import type { Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'

/** The attempts that a walk ended with, if all failed after other pages had been served. */
function lastAttempts(walk: Walk, session: Session): readonly WalkStep[] {
  const run = symptomsOf(walk).attempts.findLast(([first]) => first !== undefined) ?? []
  const [failed] = run
  const isEnd =
    failed !== undefined &&
    walk.isOver &&
    walk.served.length > 0 &&
    run.at(-1) === lastOf(walk) &&
    run.every(({ answered }) => answered === 'failed') &&
    !hasAlready(failed, walk) &&
    !isSecondRequest(failed, walk, session) &&
    !run.some((step) => isCancelled(step, walk, session))
  return isEnd ? run : []
}

/** A client that began again at the first page after a failure. It loses time, and no rows. */
export function restarted(walk: Walk, session: Session): Sighting | undefined {
  const { last, next } = restartOf(walk, session) ?? {}
  if (!last || !next) return undefined
  const again = firstOf(next)
  const isOther = again.optionsKey !== last.optionsKey
  if (!isOther && !next.steps.some(({ position }) => position === last.position)) return undefined
  if (isOther && !restartedOtherwise(walk, session)) return undefined
  return {
    message: `${failureOf(last)}, and ${last.entry.hungUpAt === null ? 'the client ' : ''}began again at the first page${isOther ? ` with per_page=${next.perPage}` : ''} instead of requesting the same page again`,
    shown: [
      { step: last, note: failureNote(last) },
      { step: again, note: 'here the client began again', isContext: true },
    ],
    severity: 'note',
  }
}

/**
 * Whether a client began again with another page size after a failure, and came to the end, perhaps
 * after further failures.
 */
export function restartedOtherwise(walk: Walk, session: Session): boolean {
  let from = walk
  for (let tries = 0; tries < MAX_RESTARTS; tries++) {
    const { last, next } = restartOf(from, { ...session, index: session.indexOf(from) }) ?? {}
    if (!next || firstOf(next).optionsKey === last?.optionsKey) return false
    if (isToEnd(next)) return true
    from = next
  }
  return false
}

const MAX_RESTARTS = 4

const isToEnd = ({ served }: Walk): boolean => served.at(-1)?.list?.next === null

/** The last attempt of a walk, and the walk through the same list that its client then began. */
function restartOf(walk: Walk, session: Session) {
  const last = lastAttempts(walk, session).at(-1)
  const next = last && nextOf(walk, session)
  return next &&
    firstOf(next).position === FIRST &&
    listOf(next) === listOf(walk) &&
    waited(last, firstOf(next)) <= SOON_MS
    ? { last, next }
    : undefined
}

/** A later start belongs to another run of the client. */
const SOON_MS = 60_000

/**
 * Clients at once that gave up at the first failure, where only the form of the requests says whose
 * they are. Within a second no more requests failed than clients were offered the page.
 */
export function eachGaveUp(walk: Walk, session: Session): Sighting | undefined {
  const run = lastAttempts(walk, session)
  const [first] = run
  const { everyone } = session
  if (!first || run.length < 2 || !areByShape(run)) return undefined
  const all = requestsFor(everyone, first.position, 'with retries')
  const clients = countOffers(everyone, first.position)
  if (all.length > clients || all.some(({ answered }) => answered !== 'failed')) return undefined
  if (!isQuick(all) || cameBack(walk, session, first)) return undefined
  return {
    message: `${failureOf(first)}, and none of the ${all.length} clients that requested it did so again`,
    shown: run.map((step) => ({ step, note: failureNote(step) })),
  }
}

/** A client that gave up a page after several attempts with waits. It may have told its user. */
export function gaveUp(walk: Walk, session: Session): Sighting | undefined {
  const run = lastAttempts(walk, session)
  const [first] = run
  const last = run.at(-1)
  if (!first || !last || run.length < 2 || cameBack(walk, session, first)) return undefined
  if (isAnsweredInCrowd(first, walk, session)) return undefined
  return {
    message: `the client gave up ${nameOfPage(first)} after ${run.length} attempts, the last of which ${last.entry.hungUpAt === null ? `was ${answerOf(last)}` : 'it hung up on'}: the rows from there on are missing`,
    shown: run.map((step) => ({ step, note: failureNote(step) })),
    severity: 'note',
  }
}
