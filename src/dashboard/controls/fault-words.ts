// Faults in plain words.

import type { ArmedFault } from '../../client/wire.ts'
import { counted, toCount, toDuration } from '../widgets/format.ts'
import { isolate } from '../widgets/isolate.ts'

type Effect = ArmedFault['effect']
type Match = ArmedFault['match']

/** "waits 2.0 s": what becomes of a request. */
export function effectInWords(effect: Effect): string {
  switch (effect.type) {
    case 'status':
      return `answers with status ${effect.status}${effect.body === undefined ? '' : ' and a body of its own'}`
    case 'rate_limit':
      return `answers 429, ${retryInWords(effect)}`
    case 'maintenance':
      return `answers 503 with an HTML page, Retry-After ${effect.retry_after} s`
    case 'delay':
      return delayInWords(effect)
    case 'slow':
      return `sends the body at ${counted(effect.bytes_per_second, 'byte')} a second`
    case 'truncate':
      return `cuts the body after ${counted(effect.bytes, 'byte')}`
    case 'expired_cursor':
      return `refuses the cursor with status ${effect.status}`
    case 'short_page':
      return effect.rows === undefined
        ? 'gives one row less than asked for'
        : `gives at most ${counted(effect.rows, 'row')}`
    case 'count_drift':
      return `lets the total ${effect.by < 0 ? 'shrink' : 'grow'} by ${toCount(Math.abs(effect.by))} with each page`
    case 'process_error':
      return `fails to answer a message: ${isolate(effect.text)}`
    default:
      return fixedWords[effect.type]
  }
}

const fixedWords = {
  malformed: 'takes the last byte from the body: no JSON',
  reset: 'resets the connection',
  empty: 'closes the connection without a byte',
  repeat_cursor: 'links to the same page as the next one',
  empty_page: 'gives no rows, though more follow',
  duplicate_row: 'gives the first row twice',
} as const

function retryInWords({ form, retry_after }: Extract<Effect, { type: 'rate_limit' }>): string {
  if (form === 'missing') return 'without Retry-After'
  if (form === 'negative') return 'with a negative Retry-After'
  return `Retry-After ${retry_after} s${form === 'date' ? ' on, as a date' : ''}`
}

function delayInWords(effect: Extract<Effect, { type: 'delay' }>): string {
  switch (effect.distribution) {
    case 'uniform':
      return `waits ${toWait(effect.min)} to ${toWait(effect.max)}`
    case 'log_normal':
      return `waits ${toWait(effect.median)} in half of the cases, at times much longer (sigma ${effect.sigma})`
    default:
      return `waits ${toWait(effect.milliseconds)}`
  }
}

const toWait = (milliseconds: number): string =>
  milliseconds < 10 ? `${milliseconds} ms` : toDuration(milliseconds)

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
