// Faults in plain words.

import type { ArmedFault } from '../../client/wire.ts'
import { toCount } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'

type Match = ArmedFault['match']

/** "every 3rd request; page 2": which requests are meant. */
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

/** 1st, 2nd, 3rd, 4th, 11th */
export function toOrdinal(value: number): string {
  const isTeen = Math.floor(value / 10) % 10 === 1
  return `${toCount(value)}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][value % 10]) ?? 'th'}`
}

/** "not this page": whether it strikes what this page asks for too. */
export const pageInWords = ({ dashboard }: Pick<ArmedFault, 'dashboard'>): string =>
  dashboard ? 'this page too' : 'not this page'

/** Whether it can never strike again. */
export const isSpent = ({
  remaining,
  match,
  matched,
}: Pick<ArmedFault, 'remaining' | 'match' | 'matched'>): boolean =>
  remaining === 0 || (match.nth !== undefined && matched >= match.nth)

/** "2 of 3 left": how often it still strikes. */
export function remainingInWords(
  fault: Pick<ArmedFault, 'remaining' | 'times' | 'match' | 'matched'>,
): string {
  if (isSpent(fault)) return 'over'
  return fault.remaining === null || fault.times === null
    ? 'until disarmed'
    : `${toCount(fault.remaining)} of ${toCount(fault.times)} left`
}
