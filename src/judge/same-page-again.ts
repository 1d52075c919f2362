// Rule: the client fetched the same page again and again.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import { backAndForth, firstTwoInTurns, turnsInCrowd } from './back-and-forth.ts'
import { isSearch } from './beyond.ts'
import { type Crowd, isFetchedTooOften, requestsFor } from './crowd.ts'
import { firstDigitOnly } from './first-digit.ts'
import { firstInARow } from './first-in-a-row.ts'
import {
  doublingEachTime,
  mayBeTurned,
  oneTooOften,
  tooOftenInCrowd,
  twiceInCrowd,
} from './in-crowd.ts'
import { walksAround } from './nearby.ts'
import { mixedWith } from './own-line.ts'
import { nameOfPage } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { symptomsOf, TIMES_AGAIN } from './symptoms.ts'
import { twiceInTurns } from './twice-in-turns.ts'
import { everyPageTwice, mayBeImpatient, mostHangUps, twiceAtOnce } from './twice.ts'
import { counted } from './words.ts'

export const samePageAgain: LintRule = {
  id: 'same-page-again',
  severity: 'error',
  why: 'A page that comes again brings no new rows, and a client that keeps asking for it may never end.',
  fix: 'Take the next page from the answer just read, request no page twice, and give up when the next is the page you are on.',
  unless:
    'Retries of a page that failed, or for which the client hung up. Two fetches of a page, unless every page is fetched twice. Two whole walks in turns are a note over several connections, or over one of a pool: two clients may do so.',
  explainedBy: [
    'page-not-understood',
    'never-paged',
    'redundant-first-page',
    'endless-walk',
    'filters-lost',
    'cursor-foreign-token',
  ],
  wrong: `
    const { next_cursor: cursor } = await get({})
    for (let page = 2; page <= 14; page++) {
      // The cursor stays the same.
      const { data } = await get({ cursor })
      rows.push(...data)
    }
  `,
  right: `
    let body = await get({})
    rows.push(...body.data)
    while (body.next_cursor !== null) {
      body = await get({ cursor: body.next_cursor })
      rows.push(...body.data)
    }
  `,
  find(walk, session) {
    const crowd = mixedWith(walk, session)
    const runs = symptomsOf(walk).again
    const hangUps = runs.length === 0 ? 0 : mostHangUps(walk)
    const run =
      runs.find(
        ([page, ...others]) =>
          page !== undefined &&
          page.list?.next !== null &&
          others.length >= hangUps &&
          isFetchedTooOften(page, crowd) &&
          !(crowd.length > 1 && mayBeTurned(page, session.everyone)) &&
          !mayBeImpatient(walk, page.position),
      ) ?? againInCrowd(walk, crowd)
    const [first] = run ?? []
    if (!run || !first)
      return (
        doublingEachTime(walk, session) ??
        backAndForth(walk) ??
        turnsInCrowd(walk, session) ??
        firstTwoInTurns(walk, session) ??
        manyTimes(walk, session) ??
        everyPageTwice(walk, session) ??
        twiceInTurns(walk, session) ??
        twiceAtOnce(walk, session) ??
        twiceInCrowd(walk, session) ??
        oneTooOften(walk, session) ??
        manyAtOnce(walk, session) ??
        firstInARow(walk, session) ??
        firstDigitOnly(walk, session)
      )
    return (
      inMixedWalk(first, walk, session) ?? {
        message: `${nameOfPage(first)} was fetched ${counted(run.length, 'time')} in a row, each time with success`,
        shown: run.map((step) => ({ step })),
      }
    )
  },
}

/** The number of requests of all clients, where the walk may hold those of several. */
const inMixedWalk = (step: WalkStep, walk: Walk, session: Session): Sighting | undefined =>
  mixedWith(walk, session).length > 1 ? tooOftenInCrowd(walk, step, session) : undefined

/** The requests of a crowd for the page with which a walk begins, if a client repeated it often. */
function againInCrowd(walk: Walk, crowd: Crowd): readonly WalkStep[] | undefined {
  const first = firstOf(walk)
  if (crowd.length === 1 || first.link !== 'resumed' || first.cursor !== null) return undefined
  const requests = requestsFor(crowd, first.position)
  const arrivals = requests.filter(({ link }) => link === 'next').length
  return arrivals > 0 && requests.length > TIMES_AGAIN * arrivals && isFetchedTooOften(first, crowd)
    ? requests
    : undefined
}

/** The least number of fetches of one page for a finding. People who turn pages make fewer. */
const MANY_TIMES = 10

function manyTimes(walk: Walk, session: Session): Sighting | undefined {
  if (walk.served.length - symptomsOf(walk).positions.length < MANY_TIMES - 1) return undefined
  const visits = Map.groupBy(walk.served, ({ position }) => position)
  const often = [...visits.values()].find(
    (steps) =>
      steps.length >= MANY_TIMES && steps[0]?.position !== FIRST && steps[0]?.list?.next !== null,
  )
  const [first] = often ?? []
  if (!often || !first) return undefined
  if (mixedWith(walk, session).length > 1 && mayBeTurned(first, session.everyone)) return undefined
  return (
    inMixedWalk(first, walk, session) ?? {
      message: `${nameOfPage(first)} was fetched ${counted(often.length, 'time')} in one walk of ${counted(visits.size, 'page')}`,
      shown: often.map((step) => ({ step })),
    }
  )
}

const AT_ONCE_MS = 1000

/**
 * A page with which several walks begin that only more requests than clients can explain: clients
 * begin at the first page. Its client changed the page of all requests before it sent them.
 */
function manyAtOnce(walk: Walk, { alike, indexAlike }: Session): Sighting | undefined {
  const first = firstOf(walk)
  if (first.link !== 'resumed' || first.page === null) return undefined
  const near = walksAround(alike, indexAlike)
  const clients = near.filter(
    (other) => other.id < walk.id && firstOf(other).position === FIRST,
  ).length
  // A page that failed may be requested again.
  const requests = requestsFor(near, first.position).filter(
    ({ entry, answered }) =>
      answered !== 'failed' && Math.abs(entry.at - first.entry.at) < AT_ONCE_MS,
  )
  const isEarlier = near.some(
    (other) => other.id < walk.id && firstOf(other).position === first.position,
  )
  if (isEarlier || clients === 0 || near.some(isSearch)) return undefined
  if (requests.length < TIMES_AGAIN || requests.length <= 2 * clients) return undefined
  // Clients that turn pages fetch the pages beside it as often.
  const beside = [first.page - 1, first.page + 1].map(
    (page) => requestsFor(near, page === 1 ? FIRST : String(page)).length,
  )
  if (requests.length - clients <= 2 * (Math.max(...beside) - clients)) return undefined
  return {
    message: `${nameOfPage(first)} was requested ${counted(requests.length, 'time')} within a second`,
    shown: requests.map((step) => ({ step })),
  }
}
