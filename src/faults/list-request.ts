// Reads the parts of a list request that faults match.

import { editions, paginatorOf } from '../editions.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { inputOf } from '../exchange/input.ts'
import { resolvePage } from '../laravel/page.ts'
import { type InputArray, InputLimitError } from '../php/input-array.ts'

/** The query and the body together; empty when PHP refuses the query for its size. */
export function readInput(exchange: Exchange): InputArray {
  try {
    return inputOf(exchange).all
  } catch (error) {
    if (error instanceof InputLimitError) return new Map()
    throw error
  }
}

/** The paginator of a list request; undefined for any other request. */
export const paginatorIn = (exchange: Exchange): 'page' | 'cursor' | undefined =>
  exchange.isList ? paginatorOf(editions[exchange.edition], readInput(exchange)) : undefined

/** The cursor in the request, valid or not; undefined without one. */
export function cursorIn(exchange: Exchange): string | undefined {
  const value = readInput(exchange).get('cursor')
  return typeof value === 'string' ? value : undefined
}

/** The page number as Laravel resolves it; undefined when the list is not paged by page. */
export const pageIn = (exchange: Exchange): bigint | undefined =>
  paginatorIn(exchange) === 'page'
    ? resolvePage(readInput(exchange).get('page') ?? null)
    : undefined
