// Tests entries against a filter, and reports how an entry differs from it.

import type { Entry } from './entry.ts'
import { ignoredOf, type Parameters, parseParameters } from './parameters.ts'
import type { RequestFilter } from './filter-schemas.ts'
import type { Mismatch } from './verification-schemas.ts'
import { partsOf, toAscii, toHeaderText, toIsoTime, toMilliseconds } from './wire.ts'

export type Matcher = ReturnType<typeof createMatcher>

type Check = {
  readonly field: string
  readonly expected: unknown
  readonly actual: (entry: Entry) => unknown
  readonly holds: (entry: Entry) => boolean
}

export function createMatcher(filter: RequestFilter) {
  const checks = [
    ...checksOfProperties(filter),
    ...checksOfTimes(filter),
    ...checksOfTarget(filter),
  ]
  return {
    /** Whether the filter is empty and matches every entry. */
    isOpen: checks.length === 0,
    matches: (entry: Entry): boolean => checks.every(({ holds }) => holds(entry)),
    mismatches: (entry: Entry): Mismatch[] =>
      checks
        .filter(({ holds }) => !holds(entry))
        .map(({ field, expected, actual }) => ({ field, expected, actual: actual(entry) })),
    /** The number of fields that do not match. */
    distance: (entry: Entry): number =>
      checks.reduce((total, { holds }) => (holds(entry) ? total : total + 1), 0),
  }
}

function checksOfProperties({
  user,
  token,
  edition,
  method,
  status,
  rows,
  fault,
  correlation,
  dashboard,
}: RequestFilter): Check[] {
  return [
    ...check('user', user, (entry) => entry.user),
    ...check('token', token, (entry) => entry.token),
    ...check('edition', edition, (entry) => entry.edition),
    ...check('method', method?.toUpperCase(), (entry) => entry.method),
    ...check('rows', rows, (entry) => entry.rows),
    ...check('status', status, (entry) => entry.status, isStatus),
    ...check('fault', fault, (entry) => entry.faults, hasFault),
    ...check('correlation', correlation, (entry) => toHeaderText(entry.correlation)),
    ...check('dashboard', dashboard, (entry) => entry.isFromDashboard),
  ]
}

function checksOfTimes({ min_duration, since, until }: RequestFilter): Check[] {
  return [
    ...check(
      'min_duration',
      min_duration,
      (entry) => entry.duration,
      (actual, least) => actual >= least,
    ),
    ...checkTime('since', since, (actual, first) => actual >= first),
    ...checkTime('until', until, (actual, last) => actual <= last),
  ]
}

function checksOfTarget({ path, target, parameters, ignored }: RequestFilter): Check[] {
  const read = createReader()
  return [
    ...check('path', path, (entry) => partsOf(entry.target).path),
    ...check(
      'target',
      target,
      (entry) => toAscii(entry.target),
      (actual, part) => actual.includes(part),
    ),
    ...Object.entries(parameters ?? {}).flatMap(([name, value]) =>
      check(
        `parameters.${name}`,
        value === null ? null : String(value),
        (entry) => read(entry).get(name) ?? null,
      ),
    ),
    ...check(
      'ignored',
      ignored,
      (entry) => ignoredOf(entry.edition, read(entry)),
      (actual, name) => actual.includes(name),
    ),
  ]
}

/** Returns no check when the filter does not set the field. */
function check<Expected, Actual>(
  field: string,
  expected: Expected | undefined,
  actual: (entry: Entry) => Actual,
  compare: (actual: Actual, expected: Expected) => boolean = Object.is,
): Check[] {
  if (expected === undefined) return []
  return [{ field, expected, actual, holds: (entry) => compare(actual(entry), expected) }]
}

function checkTime(
  field: string,
  expected: string | number | undefined,
  compare: (actual: number, expected: number) => boolean,
): Check[] {
  if (expected === undefined) return []
  const instant = typeof expected === 'string' ? Date.parse(expected) : toMilliseconds(expected)
  const holds = (entry: Entry): boolean => compare(toMilliseconds(entry.time), instant)
  return [{ field, expected, actual: (entry) => toIsoTime(entry.time), holds }]
}

/** Remembers the last parsed parameters, because several checks read those of one entry. */
function createReader(): (entry: Entry) => Parameters {
  let last: Entry | undefined
  let parameters: Parameters = new Map()
  return (entry) => {
    if (entry !== last) {
      last = entry
      parameters = parseParameters(partsOf(entry.target).query)
    }
    return parameters
  }
}

type StatusTest = number | string | null

function isStatus(status: number | null, expected: StatusTest | readonly StatusTest[]): boolean {
  if (expected === null || status === null) return status === expected
  if (typeof expected === 'number') return status === expected
  if (typeof expected === 'string') return Math.floor(status / 100) === Number(expected[0])
  return expected.some((test) => isStatus(status, test))
}

function hasFault(faults: readonly string[], expected: string): boolean {
  if (expected === 'any') return faults.length > 0
  return expected === 'none' ? faults.length === 0 : faults.includes(expected)
}
