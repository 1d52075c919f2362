// Rule: the client stopped at a last_page that was out of date.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, hadRead, lastOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { nextOf } from './clients.ts'
import type { LintRule, Session } from './rule.ts'
import { staleCountOf } from './symptoms.ts'
import { mayTurnBack } from './turned-back.ts'

export const totalTrusted: LintRule = {
  id: 'total-trusted',
  severity: 'error',
  why: 'total and last_page are true for the answer they came with; rows that are added meanwhile push others onto pages that a stale count does not reach.',
  fix: 'Look at next_page_url or last_page of the answer just read, not of the first one.',
  unless:
    'Reported only when rows were added while the client walked, and the last answer said so; not of clients that ask for all pages at once, or read the whole list within five seconds after.',
  explainedBy: ['page-not-understood'],
  wrong: `
    const first = await get({})
    rows.push(...first.data)
    for (let page = 2; page <= first.last_page; page++) {
      const { data } = await get({ page })
      rows.push(...data)
    }
  `,
  right: `
    let body = await get({})
    rows.push(...body.data)
    for (let page = 2; page <= body.last_page; page++) {
      body = await get({ page })
      rows.push(...body.data)
    }
  `,
  find(walk, session) {
    const stale = staleCountOf(walk)
    if (!stale || !isOneByOne(walk)) return undefined
    const { first, stop } = stale
    // A client that came to the end knew no later count, and one that turns pages may stop anywhere.
    const isEnded = walk.served.some(({ list }) => list?.next === null)
    if (isEnded || mayTurnBack(walk, stop, session) || isReadAgain(walk, session)) return undefined
    // Another page than the last one may have named the new total, as in a pool.
    const latest = walk.served.findLast(({ lastPage }) => lastPage !== null) ?? stop
    return {
      message: `the walk stopped at page ${stop.page}, the last one when it began with a total of ${first.list?.total}; when it ended, there were ${latest.list?.total} rows on ${latest.lastPage} pages`,
      shown: [
        {
          step: first,
          note: `total ${first.list?.total}, last_page ${first.lastPage}`,
          isContext: true,
        },
        { step: latest, note: `total ${latest.list?.total}, last_page ${latest.lastPage}` },
      ],
    }
  },
}

/** Whether the client read the whole list soon after, as one does that was stopped and started. */
function isReadAgain(walk: Walk, session: Session): boolean {
  const next = nextOf(walk, session)
  return (
    next !== undefined &&
    firstOf(next).position === FIRST &&
    firstOf(next).optionsKey === firstOf(walk).optionsKey &&
    next.served.at(-1)?.list?.next === null &&
    waited(lastOf(walk), firstOf(next)) < SOON_MS
  )
}

const SOON_MS = 5000

/**
 * Whether the client had read each answer before it sent the next request.
 * A client that requests all pages at once has no later count to look at.
 */
function isOneByOne(walk: Walk): boolean {
  const served = walk.served
  const isCertain = served.every(
    (step, index) => index === 0 || hadRead(served[index - 1] ?? step, step),
  )
  return isCertain || isByTurns(served)
}

/** Whether a client of at most two connections waited for each answer before the next request. */
function isByTurns(served: readonly WalkStep[]): boolean {
  const connections = new Set(served.map(({ line }) => line))
  return (
    served.length > connections.size + 1 &&
    connections.size <= 2 &&
    !connections.has(0) &&
    served.every(({ entry }, index) => entry.at >= (served[index - 1]?.sentAt ?? 0))
  )
}
