// How faults look at a request for a list.

import { editions, paginatorOf } from '../editions.ts'
import { type Exchange, inputOf } from '../exchange.ts'
import { resolvePage } from '../laravel/page.ts'
import { type InputArray, InputLimitError } from '../php/query-string.ts'

/** Query and body together; nothing where PHP refuses the query for its size. */
export function readInput(exchange: Exchange): InputArray {
  try {
    return inputOf(exchange).all
  } catch (error) {
    if (error instanceof InputLimitError) return new Map()
    throw error
  }
}

/** Undefined for a request that no list answers. */
export const paginatorIn = (exchange: Exchange): 'page' | 'cursor' | undefined =>
  exchange.isList ? paginatorOf(editions[exchange.edition], readInput(exchange)) : undefined

/** The cursor that the request brings, good or not; undefined without one. */
export function cursorIn(exchange: Exchange): string | undefined {
  const value = readInput(exchange).get('cursor')
  return typeof value === 'string' ? value : undefined
}

/** The page as Laravel resolves it; undefined where it does not. */
export const pageIn = (exchange: Exchange): bigint | undefined =>
  paginatorIn(exchange) === 'page'
    ? resolvePage(readInput(exchange).get('page') ?? null)
    : undefined
