// Whether what was asked is what a test expects, and if not, what came close.

import type { Entry } from './entry.ts'
import { createMatcher, type Matcher } from './matcher.ts'
import type { Expectation, Mismatch, NearMiss, RequestEntry, RequestFilter, Verification } from './schemas.ts'
import { partsOf } from './wire.ts'

const MAX_REQUESTS = 20
const MAX_NEAR_MISSES = 5

type Describe = (entry: Entry) => RequestEntry

/** `entries`: all that may be meant, in any order. */
export function verify(entries: readonly Entry[], expectation: Expectation, describe: Describe): Verification {
  const { request } = expectation
  const { least, most, expected } = boundsOf(expectation)
  const matcher = createMatcher(request)
  const matching = entries.filter(matcher.matches).toSorted(byNewest)
  const count = matching.length
  const verified = count >= least && count <= most
  const near_misses = count < least ? findNearMisses(entries, request, matcher).map(toNearMiss) : []
  return {
    verified,
    count,
    expected,
    requests: matching.slice(0, MAX_REQUESTS).map(describe),
    near_misses,
    message: toMessage({ filter: request, expected, verified, count, closest: near_misses[0] }),
  }

  function toNearMiss(entry: Entry): NearMiss {
    return { request: describe(entry), mismatches: matcher.mismatches(entry) }
  }
}

function boundsOf({ exactly, at_least, at_most }: Expectation): { least: number; most: number; expected: string } {
  if (exactly !== undefined) return { least: exactly, most: exactly, expected: `exactly ${exactly}` }
  if (at_most === undefined) return { least: at_least ?? 1, most: Infinity, expected: `at least ${at_least ?? 1}` }
  if (at_least === undefined) return { least: 0, most: at_most, expected: `at most ${at_most}` }
  return { least: at_least, most: at_most, expected: `at least ${at_least} and at most ${at_most}` }
}

/** Of the same user, and of the same path as long as anything was asked there. */
function findNearMisses(entries: readonly Entry[], { user, path }: RequestFilter, { distance }: Matcher): Entry[] {
  const own = entries.filter((entry) => user === undefined || entry.user === user)
  const there = path === undefined ? own : own.filter((entry) => partsOf(entry.target).path === path)
  return (there.length > 0 ? there : own)
    .map((entry) => ({ entry, away: distance(entry) }))
    .filter(({ away }) => away > 0)
    .toSorted((a, b) => a.away - b.away || byNewest(a.entry, b.entry))
    .slice(0, MAX_NEAR_MISSES)
    .map(({ entry }) => entry)
}

const byNewest = (a: Entry, b: Entry): number => b.id - a.id

type Outcome = {
  readonly filter: RequestFilter
  readonly expected: string
  readonly verified: boolean
  readonly count: number
  readonly closest: NearMiss | undefined
}

function toMessage({ filter, expected, verified, count, closest }: Outcome): string {
  const filters = Object.entries(filter).filter(([, value]) => value !== undefined)
  const kind = filters.length === 0 ? '' : ` with ${filters.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')}`
  const found = `there ${count === 1 ? 'was' : 'were'} ${count}`
  if (verified) return `As expected (${expected}), ${found} ${count === 1 ? 'request' : 'requests'}${kind}.`
  const hint = closest ? `; the closest was #${closest.request.id}, where ${closest.mismatches.map(toClause).join(' and ')}` : ''
  return `Expected ${expected} ${expected.endsWith(' 1') ? 'request' : 'requests'}${kind}, but ${found}${hint}.`
}

const toClause = ({ field, expected, actual }: Mismatch): string =>
  `${field} was ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`
