// Excuses of a walk that stopped: good reasons why it is no mistake.

import { FIRST } from '../walks/list-target.ts'
import {
  firstOf,
  hadRead,
  lastOf,
  type Link,
  waited,
  type Walk,
  type WalkStep,
} from '../walks/walk.ts'
import { isMeanwhile, nextOf } from './clients.ts'
import { metKnownRows } from './known-rows.ts'
import { isFaulted } from './reading.ts'
import { excuseByRestart } from './restarts.ts'
import { walksBefore } from './nearby.ts'
import { isOnOwnLine } from './own-line.ts'
import { countPages } from './page-counts.ts'
import { isInPlaceOfRound } from './rounds.ts'
import type { Session } from './rule.ts'
import { staleCountOf, symptomsOf } from './symptoms.ts'
import { isTakenOver } from './taken-over.ts'
import { mayTurnBack } from './turned-back.ts'

const excuses = new WeakMap<Walk, { readonly excuse: string | undefined }>()

/**
 * A good reason for a walk that stopped though another page was offered; undefined for none.
 * Several rules ask for it, so it is worked out once.
 */
export function excuseOfStop(walk: Walk, session: Session): string | undefined {
  const { excuse } = excuses.get(walk) ?? { excuse: findExcuse(walk, session) }
  excuses.set(walk, { excuse })
  return excuse
}

function findExcuse(walk: Walk, session: Session): string | undefined {
  const { stop } = symptomsOf(walk)
  if (!stop) return undefined
  if (isFaulted(stop)) return `its last answer met a fault (${stop.entry.faults.join(', ')})`
  if (staleCountOf(walk)) return 'it requested all pages that there were when it began'
  if (isCountedBefore(walk, stop, session))
    return 'it requested all pages that there were when it counted them'
  if (isBesideZero(walk, stop, session)) return 'its client may count pages from 0'
  if (beganAgain(walk, stop, session)) return 'its client began again at the first page'
  if (isTakenOver(walk, stop, session)) return 'another walk went on where it stopped'
  if (metKnownRows(walk, stop, session)) return 'looked for new rows'
  if (mayBeLookBack(walk, stop, session))
    return 'a client beside it may have gone back to its second page'
  if (mayTurnBack(walk, stop, session)) return 'its client, or one beside it, turned pages back'
  if (isInPlaceOfRound(walk, session)) return 'a later round may have stopped instead'
  const restart = excuseByRestart(walk, session)
  if (restart === undefined && (isElsewhere(stop, session) || mayHaveGoneOn(walk, stop, session)))
    return 'its client, or one beside it, may have gone on at another page'
  return restart
}

/**
 * Whether the client had read the total before, with another page size, and requested as many pages
 * at once. Rows that came meanwhile are on pages that it could not know.
 */
function isCountedBefore(walk: Walk, stop: WalkStep, { walks, index }: Session): boolean {
  const [second] = walk.served.slice(1)
  if (stop.page === null || !second || hadRead(firstOf(walk), second)) return false
  return walksBefore(walks, index).some(({ served: [count] }) => {
    const total = count?.list?.total ?? null
    if (count === undefined || total === null || count.perPage === stop.perPage) return false
    return total !== stop.list?.total && Math.ceil(total / stop.perPage) === stop.page
  })
}

/**
 * Whether a walk stopped one page before the last, while another walk requested page 0.
 * Both may have the same client, which counts pages from 0.
 */
const isBesideZero = (walk: Walk, { page, lastPage }: WalkStep, { alike }: Session): boolean =>
  page !== null &&
  lastPage === page + 1 &&
  alike.some(
    (other) =>
      other !== walk &&
      isMeanwhile(walk, other) &&
      other.steps.some(({ misread }) => misread === 'page=0'),
  )

const AT_ONCE_MS = 1000

/**
 * Whether the client began again at the first page for a good reason.
 * It may have fetched only the first page, as people do who turn pages.
 * Or the total had changed, and the second walk came to the end.
 */
function beganAgain(walk: Walk, stop: WalkStep, session: Session): boolean {
  const next = roundAfter(walk, stop, session)
  if (!next) return false
  const served = next.served
  const hasChanged = stop.list?.total !== walk.served[0]?.list?.total
  return (
    served.length === 1 ||
    (hasChanged &&
      waited(lastOf(walk), firstOf(next)) < AT_ONCE_MS &&
      served.at(-1)?.list?.next === null)
  )
}

/**
 * Whether the second and last page of a walk may be another client's, which had read on from there
 * and went back. The walk is then one look at the first page.
 */
const mayBeLookBack = ({ served }: Walk, stop: WalkStep, { crowd }: Session): boolean =>
  stop.evidence === 'shape' &&
  served.length === 2 &&
  crowd.some((other) =>
    other.served.some(
      ({ position, sentAt }) => position === stop.list?.next && sentAt < stop.entry.at,
    ),
  )

/**
 * Whether all walks together fetched the page after a stop as often as the page of the stop. Another
 * client may then have stopped, if several could have made the requests. A connection shows that
 * only one could, unless another walk fetched the next page though it was not offered it.
 */
function mayHaveGoneOn(walk: Walk, { page }: WalkStep, session: Session): boolean {
  if (page === null || session.everyone.length < 2) return false
  const counts = countPages(session.everyone).map(({ served }) => served)
  const next = counts[page] ?? []
  const isOpen = next.some(({ link }) => STRAYING.has(link)) || !isOnOwnLine(walk, session)
  return isOpen && next.length >= (counts[page - 1]?.length ?? 0)
}

const STRAYING: ReadonlySet<Link> = new Set(['page', 'previous', 'repeat', 'resumed'])

/**
 * Whether a later page was requested more often than the page before it in a crowd.
 * Some client then left out a page. It may be the one that seems to have stopped.
 */
function isElsewhere({ page }: WalkStep, { crowd }: Session): boolean {
  if (page === null || crowd.length < 2) return false
  const counts = new Map<number, number>()
  for (const { steps } of crowd)
    for (const step of steps)
      if (step.page !== null && step.link !== 'retry')
        counts.set(step.page, (counts.get(step.page) ?? 0) + 1)
  return [...counts].some(
    ([other, count]) => other > 2 && other !== page + 1 && count > (counts.get(other - 1) ?? 0),
  )
}

/** The next walk of the same client, if it begins at the first page of the same list. */
function roundAfter(walk: Walk, stop: WalkStep, session: Session): Walk | undefined {
  const next = nextOf(walk, session)
  const isRound =
    next !== undefined &&
    firstOf(next).position === FIRST &&
    firstOf(next).optionsKey === stop.optionsKey
  return isRound ? next : undefined
}
