// Compares the number of matching requests with the number that a test expects, and finds the
// closest other requests.

import type { Work } from '../clock/turns.ts'
import type { Entry } from './entry.ts'
import { createMatcher, type Matcher } from './matcher.ts'
import type { RequestFilter } from './filter-schemas.ts'
import type { RequestEntry } from './schemas.ts'
import type { Expectation, Mismatch, NearMiss, Verification } from './verification-schemas.ts'
import { partsOf } from './wire.ts'

const MAX_REQUESTS = 20
const MAX_NEAR_MISSES = 5

type Describe = (entry: Entry) => RequestEntry

/** `parts` holds the entries to check, in any order. */
export function* verify(
  parts: Iterable<readonly Entry[]>,
  expectation: Expectation,
  describe: Describe,
): Work<Verification> {
  const { request } = expectation
  const { least, most, expected } = boundsOf(expectation)
  const matcher = createMatcher(request)
  const { count, matching, closest } = yield* lookThrough(parts, request, matcher)
  const verified = count >= least && count <= most
  const near_misses = count < least ? closest.map(toNearMiss) : []
  return {
    verified,
    count,
    expected,
    requests: matching.map(describe),
    near_misses,
    message: toMessage({ filter: request, expected, verified, count, closest: near_misses[0] }),
  }

  function toNearMiss(entry: Entry): NearMiss {
    return { request: describe(entry), mismatches: matcher.mismatches(entry) }
  }
}

type Seen = {
  readonly count: number
  /** The newest matching entries. */
  readonly matching: readonly Entry[]
  /** The closest other entries of the same user, if possible with the same path. */
  readonly closest: readonly Entry[]
}

function* lookThrough(
  parts: Iterable<readonly Entry[]>,
  { user, path }: RequestFilter,
  { distance }: Matcher,
): Work<Seen> {
  const matching = createBest(MAX_REQUESTS)
  const [there, elsewhere] = [createBest(MAX_NEAR_MISSES), createBest(MAX_NEAR_MISSES)]
  let count = 0
  let isAnyThere = false
  for (const part of parts) {
    yield
    for (const entry of part) {
      yield
      const away = distance(entry)
      const isThere = path === undefined || partsOf(entry.target).path === path
      const isOwn = user === undefined || entry.user === user
      isAnyThere ||= isOwn && isThere
      if (away === 0) {
        count++
        matching.add({ entry, away })
      } else if (isOwn) (isThere ? there : elsewhere).add({ entry, away })
    }
  }
  return { count, matching: matching.list(), closest: (isAnyThere ? there : elsewhere).list() }
}

type Candidate = { readonly entry: Entry; readonly away: number }

/** Keeps the `max` best candidates: the closest first, and the newest first among equals. */
function createBest(max: number) {
  const best: Candidate[] = []
  return {
    add(candidate: Candidate): void {
      const index = best.findIndex((other) => isBefore(candidate, other))
      if (index < 0 && best.length === max) return
      best.splice(index < 0 ? best.length : index, 0, candidate)
      if (best.length > max) best.pop()
    },
    list: (): Entry[] => best.map(({ entry }) => entry),
  }
}

const isBefore = (a: Candidate, b: Candidate): boolean =>
  a.away < b.away || (a.away === b.away && a.entry.id > b.entry.id)

function boundsOf({ exactly, at_least, at_most }: Expectation): {
  least: number
  most: number
  expected: string
} {
  if (exactly !== undefined)
    return { least: exactly, most: exactly, expected: `exactly ${exactly}` }
  if (at_most === undefined)
    return { least: at_least ?? 1, most: Infinity, expected: `at least ${at_least ?? 1}` }
  if (at_least === undefined) return { least: 0, most: at_most, expected: `at most ${at_most}` }
  return { least: at_least, most: at_most, expected: `at least ${at_least} and at most ${at_most}` }
}

type MessageParts = {
  readonly filter: RequestFilter
  readonly expected: string
  readonly verified: boolean
  readonly count: number
  readonly closest: NearMiss | undefined
}

function toMessage({ filter, expected, verified, count, closest }: MessageParts): string {
  const filters = Object.entries(filter).filter(([, value]) => value !== undefined)
  const kind =
    filters.length === 0
      ? ''
      : ` with ${filters.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')}`
  const counted = `there ${count === 1 ? 'was' : 'were'} ${count}`
  if (verified)
    return `As expected (${expected}), ${counted} ${count === 1 ? 'request' : 'requests'}${kind}.`
  const hint = closest
    ? `; the closest was #${closest.request.id}, where ${closest.mismatches.map(toClause).join(' and ')}`
    : ''
  return `Expected ${expected} ${expected.endsWith(' 1') ? 'request' : 'requests'}${kind}, but ${counted}${hint}.`
}

const toClause = ({ field, expected, actual }: Mismatch): string =>
  `${field} was ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`
