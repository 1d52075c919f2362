// Decides which list requests belong to one walk. A request for a first page begins a walk.

import { header } from '../laravel/http.ts'
import { resolvePage } from '../laravel/page.ts'
import { type Validated, validateList } from '../api/list-filters.ts'
import { type Edition, editions } from '../editions.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { inputOf, paginatorFor } from '../exchange/input.ts'
import { Failure } from '../laravel/errors.ts'
import type { InputArray } from '../php/input-array.ts'
import type { KnownToken } from '../store/tokens.ts'

/** The walk that a request belongs to. */
type WalkOfRequest = {
  /** The key of the walk, the same for all its requests. */
  readonly walk: string
  readonly isFirst: boolean
}

/**
 * Requests of one walk share a name, or else the token, the filters and per_page. In the edition
 * with both paginators, a client may go on from a page to its cursor.
 * Undefined for invalid input, which a request for the documented example may have.
 */
export function walkOf(exchange: Exchange, token: KnownToken): WalkOfRequest | undefined {
  const edition = editions[exchange.edition]
  const { all } = inputOf(exchange)
  const paginator = paginatorFor(exchange)
  const name = walkNameOf(exchange)
  const isFirst =
    paginator === 'cursor'
      ? (all.get('cursor') ?? null) === null
      : resolvePage(all.get('page') ?? null) === 1n
  if (name !== null) return { walk: `named ${name}`, isFirst }
  const honoured = findValidated(edition, all)
  return honoured && { walk: JSON.stringify([token.id, edition.paginator, honoured]), isFirst }
}

/** The name in X-Mock-Walk. Other headers are not used, because they may differ in each request. */
export const walkNameOf = ({ headers }: Exchange): string | null =>
  header(headers, 'x-mock-walk') ?? null

function findValidated({ parameters }: Edition, input: InputArray): Validated | undefined {
  try {
    return validateList(parameters, { input, now: 0, ownsAssistant: () => true })
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
