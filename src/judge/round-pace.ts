// Tells rounds of one client from several clients that each read the list, as the tests of a suite do.

import { firstOf, lastOf, waited, type Walk } from '../walks/walk.ts'
import { mostAtOnce } from './crowd.ts'
import { isOnOwnLine } from './own-line.ts'
import type { Session } from './rule.ts'
import { isPart } from './rounds.ts'
import { symptomsOf } from './symptoms.ts'
import { togetherWith } from './together.ts'
import { medianOf } from './waits.ts'

/** A longer part of a round is seldom that of a client that has seen enough. */
const FEW_PAGES = 3
const MIN_ROUNDS = 2
/** How much longer a pause may be than those between pages, whatever a busy machine adds. */
const LONGER = 2
const SPARE_MS = 25

/**
 * Whether some rounds and a short part of one may be those of clients one after the other. A client
 * that does not see the end begins again as soon as it goes on from page to page.
 * `rounds`: the whole ones, the latest first.
 */
export function areOneByOne(rounds: readonly Walk[], part: Walk): boolean {
  if (symptomsOf(part).positions.length > FEW_PAGES) return false
  const pause = medianOf(rounds.flatMap(pausesIn))
  const limit = Math.max(LONGER * pause, pause + SPARE_MS)
  const isLonger = (round: Walk, index: number): boolean =>
    waited(lastOf(round), firstOf(rounds[index - 1] ?? part)) > limit
  return rounds.slice(0, MIN_ROUNDS).some(isLonger)
}

/** The milliseconds from each page of a walk to the request for the next. */
const pausesIn = ({ steps }: Walk): number[] =>
  steps.flatMap((step, index) => {
    const before = steps[index - 1]
    return before?.answered === 'served' ? [waited(before, step)] : []
  })

/**
 * Whether clients at once that share connections may have made a part of a round and the rounds
 * before it. As many of them must have stopped in a part as were at work at the same time. Before
 * each part, the end must have come twice more.
 */
export function mayBeOfOthers(rounds: readonly Walk[], part: Walk, session: Session): boolean {
  const { indexOf } = session
  const isOwn = (walk: Walk): boolean => isOnOwnLine(walk, { ...session, index: indexOf(walk) })
  if ([part, ...rounds].every(isOwn)) return false
  const together = togetherWith(part, session)
  const parts = together.filter(isPart)
  const ends = together.flatMap(({ served }) =>
    served.flatMap(({ list, entry }) => (list?.next === null ? [entry.id] : [])),
  )
  return (
    parts.length < mostAtOnce(together) ||
    parts.some(({ id }, index) => ends.filter((end) => end < id).length < LEAST_ENDS * (index + 1))
  )
}

const LEAST_ENDS = 2
