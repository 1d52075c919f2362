// Rule: the client repeated a failed request many times without longer waits.

import { FIRST } from '../walks/list-target.ts'
import { retryAfterOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { stepsAt } from './by-position.ts'
import { isCancelled } from './cancelled.ts'
import { countOffers, requestsFor } from './crowd.ts'
import { areByShape, failureNote } from './failures.ts'
import { isServed, nameOfPage, nextsOf } from './reading.ts'
import type { LintRule, Session, Sighting } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { isStorm, medianOf, MIN_WAITS, shortnessOf } from './waits.ts'
import { counted } from './words.ts'

export const retryStorm: LintRule = {
  id: 'retry-storm',
  severity: 'error',
  why: 'Retries that do not wait longer each time keep a server down that is trying to get up.',
  fix: 'Wait twice as long before each further retry, with some randomness, and give up after a few; of the answers 4xx, repeat only 429.',
  unless:
    'Up to three attempts at one page pass, however they wait; with Retry-After retry-too-early is the rule.',
  wrong: `
    let response = await ask({ type: 'widget' })
    while (response.status >= 500) {
      await sleep(500)
      response = await ask({ type: 'widget' })
    }
  `,
  right: `
    let response = await ask({ type: 'widget' })
    for (let wait = 500; response.status >= 500 && wait <= 16_000; wait *= 2) {
      await sleep(wait * (0.9 + 0.2 * Math.random()))
      response = await ask({ type: 'widget' })
    }
  `,
  find(walk, session) {
    const series = symptomsOf(walk)
      .attempts.filter((attempts) => attempts.length > MIN_WAITS)
      .map((attempts) => attempts.filter((step) => !isCancelled(step, walk, session)))
      .filter((attempts) => attempts.length > MIN_WAITS && isOneByOne(attempts))
      .filter((attempts) => isOfOne(attempts, session))
    const pace = series.length === 0 ? 0 : paceOf(walk)
    const run = series.find((attempts) => isStorm(waitsOf(attempts), pace))
    const [first] = run ?? []
    if (!run || !first) return againAfterRefusal(walk, session)
    const waits = waitsOf(run)
    return {
      message: `${nameOfPage(first)} was requested again ${counted(waits.length, 'time')} after ${failureOf(first)}, ${spellWaits(waits, pace)}`,
      shown: run.map((step, index) => ({
        step,
        note:
          index === 0
            ? `the first failure${isPlain(step) ? '' : `: ${failureNote(step)}`}`
            : `${milliseconds(waits[index - 1] ?? 0)} later`,
        isContext: index === 0,
      })),
    }
  },
}

/**
 * Whether each attempt came after the one before had failed. Else they have several clients.
 */
const isOneByOne = (attempts: readonly WalkStep[]): boolean =>
  attempts.every((step, index) => {
    const before = attempts[index - 1]
    return before === undefined || step.entry.at > before.sentAt - UNNOTICED_MS
  })

/**
 * Whether one client of a crowd must have made many attempts. Else each of the clients that got the
 * page in the end may have failed a few times before. If none got it, each may have that was offered it.
 */
function isOfOne(attempts: readonly WalkStep[], { crowd, alike, everyone }: Session): boolean {
  const [first] = attempts
  const last = attempts.at(-1)
  if (!first || !last) return true
  // A retry of the first page may have been taken for the start of another walk.
  const begun = alike.filter(
    ({ id }) => first.position === FIRST && id > first.entry.id && id <= last.entry.id + BESIDE,
  )
  const all = [...new Set([...crowd, ...begun])]
  const offered = areByShape(attempts) ? countOffers(everyone, first.position) : 0
  if (all.length === 1 && offered < 2) return true
  const requests = requestsFor(all, first.position, 'with retries')
  const served = requests.filter(({ answered }) => answered === 'served').length
  const failed = requests.filter(({ answered }) => answered === 'failed').length
  return failed > MIN_WAITS * (served > 0 ? served : offered)
}

/** The number of requests after a series among which other clients may still begin. */
const BESIDE = 8

/** Milliseconds that may pass until the mock notices that a client hung up. */
const UNNOTICED_MS = 100

const MIN_REFUSALS = 5
const AT_ONCE_MS = 1000

/** A series of the same request, repeated quickly though the API refuses it each time. */
function againAfterRefusal(walk: Walk, session: Session): Sighting | undefined {
  const run = refusedRun(walk)
  const [first] = run ?? []
  if (!run || !first || run.length < MIN_REFUSALS * countAskers(first, walk, session))
    return undefined
  return {
    message: `${nameOfPage(first)} was requested ${counted(run.length, 'time')} in a row, though each time it was refused with ${first.entry.status}`,
    shown: run.map((step) => ({ step, note: 'the same request, refused' })),
  }
}

/**
 * The number of clients that may have sent requests without a key for a page: the walks that were
 * offered it, and never got it.
 */
const countAskers = (step: WalkStep, walk: Walk, { everyone }: Session): number =>
  step.link !== 'tokenless'
    ? 1
    : 1 +
      everyone.filter(
        (other) =>
          other !== walk &&
          other.served.some((answer) => nextsOf(answer).includes(step.position)) &&
          !stepsAt(other, step.position).some(isServed),
      ).length

function refusedRun(walk: Walk): readonly WalkStep[] | undefined {
  // A failure between two refusals does not end a run: its client goes on in the same way.
  const steps = walk.steps.filter(({ answered }) => answered !== 'failed')
  let run: WalkStep[] = []
  for (const [index, step] of steps.entries()) {
    const before = run.at(-1)
    const isAgain =
      before !== undefined &&
      before.query === step.query &&
      step.answered === 'refused' &&
      waited(before, step) < AT_ONCE_MS
    if (isAgain) run.push(step)
    else run = step.answered === 'refused' ? [step] : []
    // The run is complete if the step after it has another query.
    if (run.length >= MIN_REFUSALS && steps[index + 1]?.query !== step.query) return run
  }
  return undefined
}

/** Whether the status of an answer says that it failed. */
const isPlain = ({ entry: { status, hungUpAt } }: WalkStep): boolean =>
  hungUpAt === null && status !== 200

const MAX_SPELLED = 4

/** Spells the first waits, and says what is wrong with all of them. */
function spellWaits(waits: readonly number[], pace: number): string {
  const first = waits.slice(0, MAX_SPELLED).map(milliseconds).join(', ')
  const spelled = waits.length > MAX_SPELLED ? `${first}, …` : first
  const short = shortnessOf(waits, pace)
  return short === undefined
    ? `with waits that do not grow: ${spelled}`
    : `with waits that are too short: ${spelled} (${short})`
}

const failureOf = ({ entry: { status, hungUpAt } }: WalkStep): string =>
  hungUpAt !== null
    ? 'a timeout of the client'
    : status === null
      ? 'a cut connection'
      : status === 200
        ? 'an answer that was broken'
        : String(status)

const milliseconds = (wait: number): string => `${Math.max(0, Math.round(wait))} ms`

/** Milliseconds between attempts. Empty when Retry-After or a limit's reset named the wait. */
function waitsOf(attempts: readonly WalkStep[]): number[] {
  if (attempts.some((step) => step.answered === 'failed' && retryAfterOf(step) > 0)) return []
  if (attempts.slice(1).every((step, index) => isAfterReset(attempts[index], step))) return []
  return attempts.slice(1).map((step, index) => waited(attempts[index] ?? step, step))
}

const isAfterReset = (failed: WalkStep | undefined, retry: WalkStep): boolean => {
  const reset = failed?.entry.limit?.reset
  return typeof reset === 'number' && retry.entry.time >= reset
}

/** The median time from a served answer to the request for the next page, in milliseconds. */
function paceOf({ steps }: Walk): number {
  const times = steps
    .slice(1)
    .flatMap((step, index) =>
      step.link === 'next' && steps[index]?.answered === 'served'
        ? [step.entry.at - steps[index].sentAt]
        : [],
    )
  return medianOf(times)
}
