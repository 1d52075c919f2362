// Finds requests that were under way at once.

import { placeOf } from './elsewhere.ts'
import { FIRST } from './list-target.ts'
import { idOf, type Step } from './step.ts'

/** Requests, the oldest first. */
type Steps = readonly Step[]

/** Whether one of the requests came while one of the others was under way. Twins do not count. */
export function areAtOnce(steps: Steps, others: Steps): boolean {
  const beside = withoutTwins(others, steps)
  let at = 0
  let end = -Infinity
  for (const step of steps) {
    for (
      let before = beside[at];
      before !== undefined && idOf(before) < idOf(step);
      before = beside[++at]
    )
      end = Math.max(end, before.sentAt)
    const next = beside[at]
    if (end > step.entry.at || (next && next.entry.at < step.sentAt)) return true
  }
  return false
}

/**
 * Twins: a first page that was requested twice in one turn. One client may have done so, as the
 * development builds of some frameworks do, unless both sides got a further page.
 */
export const haveTwins = (steps: Steps, others: Steps): boolean =>
  withoutTwins(steps, others).length < steps.length

/** Milliseconds between two requests that a program sends in one turn. */
const IN_ONE_TURN_MS = 5

function withoutTwins(steps: Steps, others: Steps): Steps {
  const firsts = others.filter(({ position }) => position === FIRST)
  let from = 0
  const rest = steps.filter(({ position, listKey, entry: { at } }) => {
    if (position !== FIRST) return true
    while ((firsts[from]?.entry.at ?? Infinity) <= at - IN_ONE_TURN_MS) from++
    for (let index = from; (firsts[index]?.entry.at ?? Infinity) < at + IN_ONE_TURN_MS; index++)
      if (firsts[index]?.listKey === listKey) return false
    return true
  })
  return rest.length < steps.length && gotTheSame(steps, others) ? steps : rest
}

/** Whether a page after the first was served on both sides. */
function gotTheSame(steps: Steps, others: Steps): boolean {
  const got = new Set(others.filter(isFurther).map(placeOf))
  return steps.some((step) => isFurther(step) && got.has(placeOf(step)))
}

const isFurther = ({ position, answered }: Step): boolean =>
  position !== FIRST && answered === 'served'
