// Tells waits between attempts that do not grow from waits that do, on calm and busy machines.

import { areShorterEachTime } from './shrinking-waits.ts'

/** Fewer waits are no series. */
export const MIN_WAITS = 3
/** The shortest waits that count: the first one, and how much longer each further one is. */
const LEAST_FIRST_MS = 4
const LEAST_FACTOR = 1.5
/** The most that the client's pace adds to each of them. */
const MAX_ADDED_MS = 25
/** Shorter times are no waits but the time of a request. */
const NO_WAIT_MS = 3
/** A client that retries at its pace mostly does so within this multiple of it. */
const AT_PACE = 1.5
/** A longer time is a wait, however slow the client is. */
const MAX_PACE_MS = 250
/** For three waits: a client with other work between its pages may have a slow pace by chance. */
const MAX_PACE_OF_FEW_MS = 100
/** Waits grow if the later half is so many times as long. Where waits double, it is four times. */
const GROWTH = 2
/**
 * Equal waits differ by less than this factor, from three waits on. A few random ones are often
 * near each other by chance, so few waits must be nearer than many.
 */
const SPREADS = [1.05, 1.18, 1.35, 1.5, 1.7, 2]
const GROWTH_OF_EQUAL = 1.3
const SLACK_MS = 1.5
/** Equal waits end at most so many times the pace later than each other. */
const LATE_PACES = 1.5
/** So many waits show more than that they are equal. */
const MANY_WAITS = 5
const NEAR_SHORTEST = 1.05
const MOSTLY_NONE_MS = 8
/** So many short waits count as equal unless they grow. */
const MANY_SHORT_WAITS = 7
const MAX_SHORT_MS = 60

/**
 * Whether the client waits too short a time, or no longer each time.
 * `pace` is the time in milliseconds that the client takes from an answer to its next request. It
 * holds the noise of a busy machine too, which makes waits longer and never shorter.
 */
export function isStorm(waits: readonly number[], pace: number): boolean {
  if (waits.length < MIN_WAITS) return false
  return (
    areTooShort(waits, pace) ||
    areShorterEachTime(waits) ||
    areAtPace(waits, pace) ||
    areEqual(waits, pace) ||
    areMostlyEqual(waits) ||
    areEqualButForSome(waits) ||
    areSteady(waits) ||
    areMostlyNone(waits) ||
    areStillShort(waits)
  )
}

/** Why the waits of a storm are too short, in words; undefined if they only do not grow. */
export function shortnessOf(waits: readonly number[], pace: number): string | undefined {
  if (Math.min(...waits) > MOSTLY_NONE_MS && areAlike(waits)) return undefined
  const first = floorOfFirst(waits, pace)
  if (first)
    return `the first ${first.count} together are less than ${Math.ceil(first.total)} ms, which is as good as none`
  if (areShorterEachTime(waits) || areEqual(waits, pace) || areMostlyEqual(waits)) return undefined
  if (areAtPace(waits, pace))
    return `the later ones are mostly below ${Math.ceil(floorAtPace(waits, pace))} ms, as short as the time that the client takes from page to page`
  return areMostlyNone(waits)
    ? `half of them are below ${MOSTLY_NONE_MS} ms, which is as good as none`
    : `the later ones are mostly below ${STILL_SHORT_MS} ms, after so many failures`
}

/** Whether the longest wait is hardly longer than the shortest. */
const areAlike = (waits: readonly number[]): boolean =>
  Math.max(...waits) <= Math.min(...waits) * ALIKE + SLACK_MS

const ALIKE = 1.35

/** Whether the first waits together, three or more, are as good as none even if they grow. */
const areTooShort = (waits: readonly number[], pace: number): boolean =>
  floorOfFirst(waits, pace) !== undefined

/** The first waits that are shorter together than a `total`; undefined if none are. */
function floorOfFirst(waits: readonly number[], pace: number) {
  const added = Math.min(MAX_ADDED_MS, pace)
  const least = waits.map((_, index) => LEAST_FIRST_MS * LEAST_FACTOR ** index + added)
  const sums = waits.map((_, index) => sum(least.slice(0, index + 1)))
  const short = sums.findIndex(
    (total, index) => index + 1 >= MIN_WAITS && sum(waits.slice(0, index + 1)) < total,
  )
  const total = sums[short]
  return total === undefined ? undefined : { count: short + 1, total }
}

/** Whether the later waits, which should be the longest, are as short as before any next page. */
const areAtPace = (waits: readonly number[], pace: number): boolean =>
  medianOf(waits.slice(-Math.ceil(waits.length / 2))) <= floorAtPace(waits, pace)

const floorAtPace = ({ length }: readonly number[], pace: number): number =>
  Math.max(
    NO_WAIT_MS,
    AT_PACE * Math.min(pace, length > MIN_WAITS ? MAX_PACE_MS : MAX_PACE_OF_FEW_MS),
  )

function areEqual(waits: readonly number[], pace: number): boolean {
  const [shortest, longest] = [Math.min(...waits), Math.max(...waits)]
  const spread = SPREADS[waits.length - MIN_WAITS] ?? Math.max(...SPREADS)
  if (waits.length === MIN_WAITS) return longest <= shortest * spread + SLACK_MS
  if (waits.length >= MANY_SHORT_WAITS && longest < MAX_SHORT_MS) return growthOf(waits) < GROWTH
  const isNear =
    longest <= shortest * spread + SLACK_MS ||
    longest - shortest <= LATE_PACES * Math.min(MAX_SHORT_MS, pace)
  return isNear && growthOf(waits) <= GROWTH_OF_EQUAL
}

/**
 * Whether half of many waits, some of the later half among them, are as long as the shortest. A busy
 * machine then made the others longer. Waits that grow or are random are rarely so near each other.
 */
function areMostlyEqual(waits: readonly number[]): boolean {
  const shortest = Math.min(...waits)
  const near = shortest * NEAR_SHORTEST + SLACK_MS
  const isNear = (wait: number): boolean => wait <= near
  return (
    waits.length >= MANY_WAITS &&
    Math.max(...waits) - shortest <= MAX_SHORT_MS &&
    waits.filter(isNear).length >= waits.length / 2 &&
    waits.slice(-Math.floor(waits.length / 2)).some(isNear)
  )
}

/** Of so many waits a busy machine makes some much longer, but hardly most of them. */
const MANY_EQUAL_WAITS = 7
const NEAR_SHORT = 1.25
const MOST = 0.6

/**
 * Whether most of many waits are about as long as the shortest one, also at the end. Waits that
 * grow or are random are not.
 */
function areEqualButForSome(waits: readonly number[]): boolean {
  const near = Math.min(...waits) * NEAR_SHORT + SLACK_MS
  const isNear = (wait: number): boolean => wait <= near
  return (
    waits.length >= MANY_EQUAL_WAITS &&
    waits.filter(isNear).length >= waits.length * MOST &&
    waits.slice(-2).some(isNear)
  )
}

/** So many waits grow at least by this, and mostly beyond this, if they grow at all. */
const MANY_STEADY = 6
const STEADY_GROWTH = 1.15
const MAX_STEADY_MS = 150

/** Whether many short waits are no longer in the end than at first, whatever a machine adds. */
const areSteady = (waits: readonly number[]): boolean =>
  waits.length >= MANY_STEADY &&
  Math.max(...waits) < MAX_STEADY_MS &&
  growthOf(waits) <= STEADY_GROWTH

/** Whether half of many waits are as good as none. A busy machine then made the others longer. */
const areMostlyNone = (waits: readonly number[]): boolean =>
  waits.length >= MANY_WAITS &&
  waits.filter((wait) => wait <= MOSTLY_NONE_MS).length >= waits.length / 2

/** From so many waits on, waits that grow are long by then, also random ones. */
const LONG_SERIES = 10
const STILL_SHORT_MS = 300

/** Whether a client hardly waits even after many failures, whatever a busy machine adds. */
const areStillShort = (waits: readonly number[]): boolean =>
  waits.length >= LONG_SERIES &&
  medianOf(waits.slice(-Math.floor(waits.length / 2))) < STILL_SHORT_MS

/** How much longer the later half of the waits is than the earlier. */
function growthOf(waits: readonly number[]): number {
  const half = Math.floor(waits.length / 2)
  return sum(waits.slice(-half)) / sum(waits.slice(0, half))
}

/** The middle one of some numbers; 0 for none. */
export function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

const sum = (waits: readonly number[]): number => waits.reduce((total, wait) => total + wait, 0)
