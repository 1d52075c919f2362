import type { ArmedFault } from '../../client/wire.ts'
import { toCount } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'

type Match = ArmedFault['match']

/** Describes the requests that a fault strikes, such as "every 3rd request; page 2". */
export function matchInWords(match: Match): string {
  const conditions = [
    match.token === undefined
      ? []
      : typeof match.token === 'number'
        ? `token ${match.token}`
        : 'one token, by its text',
    match.method ?? [],
    match.path === undefined ? [] : `path ${isolate(match.path)}`,
    match.endpoint ?? [],
    match.paginator === undefined ? [] : `lists by ${match.paginator}`,
    match.page === undefined ? [] : `page ${match.page}`,
    match.cursor === undefined ? [] : cursorInWords(match.cursor),
    Object.entries(match.parameters ?? {}).map(([name, value]) =>
      value === null ? `no ${name}` : `${isolate(name)} = ${isolate(value)}`,
    ),
  ]
  return [choiceInWords(match), ...conditions.flat()].join('; ')
}

function choiceInWords({ nth, every, probability }: Match): string {
  if (nth !== undefined) return `only the ${toOrdinal(nth)} request`
  if (every !== undefined)
    return every === 1 ? 'every request' : `every ${toOrdinal(every)} request`
  return probability === undefined
    ? 'every request'
    : `${+(probability * 100).toPrecision(3)} % of the requests, at random`
}

function cursorInWords(cursor: boolean | string): string {
  if (typeof cursor === 'string') return `cursor ${isolate(cursor)}`
  return cursor ? 'with a cursor' : 'without a cursor'
}

/** Formats a number as an ordinal: 1st, 2nd, 3rd, 4th, 11th. */
export function toOrdinal(value: number): string {
  const isTeen = Math.floor(value / 10) % 10 === 1
  return `${toCount(value)}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][value % 10]) ?? 'th'}`
}

/** Tells whether a fault also strikes requests of this page: "this page too" or "not this page". */
export const pageInWords = ({ dashboard }: Pick<ArmedFault, 'dashboard'>): string =>
  dashboard ? 'this page too' : 'not this page'

/** Whether the fault can never strike again. */
export const isSpent = ({
  remaining,
  match,
  matched,
}: Pick<ArmedFault, 'remaining' | 'match' | 'matched'>): boolean =>
  remaining === 0 || (match.nth !== undefined && matched >= match.nth)

/** Tells how often a fault can still strike, such as "2 of 3 left". */
export function remainingInWords(
  fault: Pick<ArmedFault, 'remaining' | 'times' | 'match' | 'matched'>,
): string {
  if (isSpent(fault)) return 'over'
  return fault.remaining === null || fault.times === null
    ? 'until disarmed'
    : `${toCount(fault.remaining)} of ${toCount(fault.times)} left`
}
