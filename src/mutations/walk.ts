// The requests that belong together: a client's way through a list, from its first page on.

import { header } from '../laravel/http.ts'
import { resolvePage } from '../laravel/page.ts'
import { type Validated, validateList } from '../api/list-filters.ts'
import { type Edition, editions } from '../editions.ts'
import { type Exchange, inputOf, paginatorFor } from '../exchange.ts'
import { Failure } from '../laravel/errors.ts'
import type { InputArray } from '../php/query-string.ts'
import type { KnownToken } from '../store/tokens.ts'

/** The walk that a request belongs to. */
export type WalkStep = {
  /** The same for all requests of a walk. */
  readonly walk: string
  readonly isFirst: boolean
}

/**
 * The name of the walk, or else token, filters and per_page as the edition honours them: a client may go from a page to its cursor. Undefined for input that
 * the API would refuse: a request that wanted the documented example was answered all the same.
 */
export function stepOfWalk(exchange: Exchange, token: KnownToken): WalkStep | undefined {
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

/** X-Mock-Walk, never a header that differs with each request. */
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
