// Decides whether a request matches a fault. `nth`, `every` or `probability` then choose among the
// matching requests.

import type { Exchange } from '../exchange/exchange.ts'
import { toText } from '../laravel/rules.ts'
import { type InputValue, isScalar } from '../php/input-array.ts'
import type { Random } from '../random/random.ts'
import type { Match } from './fault.ts'
import { cursorIn, pageIn, paginatorIn, readInput } from './list-request.ts'

const RESOLUTION = 2 ** 31

/** Tests cheap conditions first, because the last ones parse the query and the body. */
export function fits(match: Match, exchange: Exchange): boolean {
  return (
    (match.token === undefined ||
      match.token === exchange.token?.id ||
      match.token === exchange.token?.plain) &&
    (match.method === undefined || match.method === exchange.method) &&
    (match.path === undefined || match.path === exchange.path) &&
    (match.endpoint === undefined || match.endpoint === exchange.endpoint) &&
    (match.paginator === undefined || match.paginator === paginatorIn(exchange)) &&
    (match.page === undefined || BigInt(match.page) === pageIn(exchange)) &&
    (match.cursor === undefined || fitsCursor(match.cursor, cursorIn(exchange))) &&
    (match.parameters === undefined || fitsParameters(match.parameters, exchange))
  )
}

/** Whether the `count`-th matching request is chosen. With a probability, draws one number. */
export function isChosen(
  { nth, every, probability }: Match,
  count: number,
  random: Random,
): boolean {
  if (nth !== undefined) return count === nth
  if (every !== undefined) return count % every === 0
  return probability === undefined || random.below(RESOLUTION) < probability * RESOLUTION
}

const fitsCursor = (expected: boolean | string, cursor: string | undefined): boolean =>
  typeof expected === 'boolean' ? expected === (cursor !== undefined) : expected === cursor

function fitsParameters(expected: NonNullable<Match['parameters']>, exchange: Exchange): boolean {
  const input = readInput(exchange)
  return Object.entries(expected).every(([name, text]) => fitsText(text, input.get(name) ?? null))
}

function fitsText(expected: string | null, value: InputValue): boolean {
  if (value === null || expected === null) return value === expected
  return isScalar(value) && toText(value) === expected
}
