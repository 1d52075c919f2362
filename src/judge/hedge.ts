// Finds walks that hold the second requests of a client that asks twice when an answer is slow.

import { FIRST } from '../walks/list-target.ts'
import { firstOf, type Walk, type WalkStep } from '../walks/walk.ts'
import type { Session } from './rule.ts'
import { walksAfter } from './nearby.ts'
import { stepsAt } from './by-position.ts'
import { isServed } from './reading.ts'

/** Whether each request of a walk came while the same request of a longer walk was under way. */
export const isHedge = (walk: Walk, { alike }: Session): boolean =>
  alike.some(
    (other) =>
      other !== walk &&
      other.steps.length > walk.steps.length &&
      walk.steps.every((step) =>
        stepsAt(other, step.position).some(
          (first) => areAtOnce(first, step) && first.entry.id < step.entry.id,
        ),
      ),
  )

/**
 * Whether a walk began in the middle of the list, and went through all further pages together with
 * a walk from the first page. Both then have one client, which requests each page twice. Retries and
 * further requests for a page do not count: the client goes on after the last of them.
 */
export const isInStep = (walk: Walk, session: Session): boolean =>
  twinOf(walk, session) !== undefined

/** The walk from the first page together with which a walk went through all further pages. */
export function twinOf(walk: Walk, { alike }: Session): Walk | undefined {
  if (firstOf(walk).position === FIRST) return undefined
  const steps = withoutAgain(walk)
  return alike.find((other) => {
    if (other === walk || firstOf(other).position !== FIRST) return false
    const all = withoutAgain(other)
    const twins = all.slice(all.findIndex(({ position }) => position === firstOf(walk).position))
    return (
      twins.length === steps.length &&
      steps.every((step, index) => {
        const twin = twins[index]
        return (
          twin?.position === step.position &&
          isBefore(step, twins[index + 1]) &&
          isBefore(twin, steps[index + 1])
        )
      })
    )
  })
}

/** The first of the requests for each page, one after the other. */
function withoutAgain({ steps }: Walk): readonly WalkStep[] {
  let before: string | undefined
  return steps.filter(({ link, position }) => {
    if (link === 'retry' || position === before) return false
    before = position
    return true
  })
}

/**
 * The walk from the first page that requested most pages of this one at the same time. A walk that
 * began in the middle then holds second requests of its client.
 */
export function firstRequestsOf(walk: Walk, { alike }: Session): Walk | undefined {
  if (firstOf(walk).position === FIRST) return undefined
  return alike.find((other) => {
    if (other.id >= walk.id || firstOf(other).position !== FIRST) return false
    let atOnce = 0
    for (const step of walk.served) {
      const firsts = stepsAt(other, step.position).filter(isServed)
      if (firsts.length === 0) return false
      if (firsts.some((first) => areAtOnce(first, step))) atOnce++
    }
    return atOnce >= walk.served.length / 2
  })
}

const isBefore = ({ entry }: WalkStep, next: WalkStep | undefined): boolean =>
  next === undefined || entry.id < next.entry.id

/**
 * The walks that began in the middle of the list with a request that this walk was making too. They
 * hold second requests of its client: another client would have begun at the first page.
 */
export function secondsBeside(walk: Walk, { alike, indexAlike }: Session): Walk[] {
  return walksAfter(alike, indexAlike).filter((other) => {
    const first = firstOf(other)
    return (
      first.position !== FIRST &&
      stepsAt(walk, first.position).some((step) => areAtOnce(step, first))
    )
  })
}

/** Whether one request was under way when the other came. */
export const areAtOnce = (one: WalkStep, other: WalkStep): boolean =>
  one.entry.at < other.sentAt && other.entry.at < one.sentAt
