// Rule: the client repeated a failed request many times without longer waits.

import { retryAfterOf, waited, type Walk, type WalkStep } from '../walks/walk.ts'
import { nameOfPosition } from './reading.ts'
import type { LintRule } from './rule.ts'
import { symptomsOf } from './symptoms.ts'
import { counted } from './words.ts'

export const retryStorm: LintRule = {
  id: 'retry-storm',
  severity: 'error',
  why: 'Retries that do not wait longer each time keep a server down that is trying to get up.',
  fix: 'Wait twice as long before each further retry, with some randomness, and give up after a few.',
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
  find(walk) {
    const turnaround = turnaroundOf(walk)
    const run =
      symptomsOf(walk).attempts.find((attempts) => isStorm(waitsOf(attempts), turnaround)) ??
      againAfterRefusal(walk)
    const [first] = run ?? []
    if (!run || !first) return undefined
    const waits = waitsOf(run)
    return {
      message: `${nameOfPosition(first)} was requested ${counted(run.length, 'time')} in a row after ${failureOf(first)}, with waits that do not grow: ${waits.slice(0, 4).map(milliseconds).join(', ')}`,
      shown: run.map((step, index) => ({
        step,
        note: index === 0 ? 'the first failure' : `${milliseconds(waits[index - 1] ?? 0)} later`,
      })),
    }
  },
}

const MIN_REFUSALS = 5
const AT_ONCE_MS = 1000

/** A series of the same request, repeated quickly though the API refuses it each time. */
function againAfterRefusal({ steps }: Walk): readonly WalkStep[] | undefined {
  let run: WalkStep[] = []
  for (const step of steps) {
    const before = run.at(-1)
    const isAgain =
      before !== undefined &&
      before.query === step.query &&
      step.answered === 'refused' &&
      waited(before, step) < AT_ONCE_MS
    run = isAgain ? [...run, step] : step.answered === 'refused' ? [step] : []
    if (run.length >= MIN_REFUSALS && isLastOf(run, steps)) return run
  }
  return undefined
}

/** Whether the step after the run has another query: the run is then complete. */
const isLastOf = (run: readonly WalkStep[], steps: readonly WalkStep[]): boolean => {
  const last = run.at(-1)
  const next = last && steps[steps.indexOf(last) + 1]
  return next?.query !== last?.query
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

const MIN_WAITS = 3
/** Shorter times are no waits but the time of a request, which is longer on a busy machine. */
const NO_WAIT_MS = 3
const MAX_NO_WAIT_MS = 25
const MAX_TURNAROUND_MS = 200
/** The least sum of the first MIN_WAITS waits. Shorter waits are a storm even if they grow. */
const LEAST_GROWN_MS = 25
/** The most that the client's turnaround adds to the least sum, for each wait. */
const MAX_ADDED_MS = 15
/**
 * Growing waits are at least this factor apart; equal waits differ by less.
 * The factor is lower for few waits, because random ones can be equal by chance.
 */
const GROWTH = 1.3
const SLACK_MS = 3
const GROWTH_OF_FEW = 1.1
const SLACK_OF_FEW_MS = 1.5
/**
 * Limits for many waits that a client means to be equal.
 * On a busy machine the longest is up to 1.6 times the shortest, but the later half is not longer.
 */
const MANY_WAITS = 5
const SPREAD = 1.6
const GROWTH_OF_MANY = 1.15
/** So many short waits count as equal, unless the later half is twice as long as the earlier. */
const MANY_SHORT_WAITS = 7
const MAX_SHORT_MS = 60
const GROWTH_OF_SHORT = 2

/** The median time from a served answer to the request for the next page, in milliseconds. */
function turnaroundOf({ steps }: Walk): number {
  const turnarounds = steps
    .slice(1)
    .flatMap((step, index) =>
      step.link === 'next' && steps[index]?.answered === 'served'
        ? [step.entry.at - steps[index].sentAt]
        : [],
    )
    .toSorted((a, b) => a - b)
  return turnarounds[Math.floor(turnarounds.length / 2)] ?? 0
}

/** Shorter waits count as none, in milliseconds. The limit grows with the client's turnaround. */
const noWaitOf = (turnaround: number): number =>
  Math.max(
    NO_WAIT_MS,
    Math.min(MAX_NO_WAIT_MS, 2 * turnaround),
    Math.min(MAX_TURNAROUND_MS, turnaround),
  )

function isStorm(waits: readonly number[], turnaround: number): boolean {
  const noWait = noWaitOf(turnaround)
  const isGrowing = waits.every(
    (wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0) * GROWTH,
  )
  const longest = Math.max(...waits)
  if (waits.length < MIN_WAITS) return false
  const least = LEAST_GROWN_MS + MIN_WAITS * Math.min(MAX_ADDED_MS, turnaround)
  if (sum(waits.slice(0, MIN_WAITS)) < least) return true
  if (isGrowing && longest >= noWait) return false
  const isImmediate = waits.filter((wait) => wait < noWait).length >= (waits.length * 2) / 3
  return (
    isImmediate ||
    longest <= constantOf(waits) ||
    (waits.length >= MANY_WAITS && isFlat(waits, turnaround))
  )
}

/** The longest wait, in milliseconds, at which all waits still count as equal. */
function constantOf(waits: readonly number[]): number {
  const isFew = waits.length === MIN_WAITS
  return (
    Math.min(...waits) * (isFew ? GROWTH_OF_FEW : GROWTH) + (isFew ? SLACK_OF_FEW_MS : SLACK_MS)
  )
}

/** Whether waits are equal apart from noise, or get shorter. Random waits that may grow are not. */
function isFlat(waits: readonly number[], turnaround: number): boolean {
  if (waits.every((wait, index) => index === 0 || wait < (waits[index - 1] ?? 0))) return true
  const longest = Math.max(...waits)
  const half = Math.floor(waits.length / 2)
  const growth = sum(waits.slice(-half)) / sum(waits.slice(0, half))
  if (waits.length >= MANY_SHORT_WAITS && longest < MAX_SHORT_MS && growth < GROWTH_OF_SHORT)
    return true
  const shortest = Math.min(...waits)
  const isNoise = longest - shortest <= 2 * Math.min(MAX_SHORT_MS, turnaround)
  return (longest <= shortest * SPREAD && growth <= GROWTH_OF_MANY) || (isNoise && growth <= GROWTH)
}

const sum = (waits: readonly number[]): number => waits.reduce((total, wait) => total + wait, 0)
