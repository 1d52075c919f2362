// The requests that belong together: a client's way through a list, from its first page on.

import { type ApiRequest, splitTarget } from '../laravel/http.ts'
import { parseInput } from '../laravel/input.ts'
import { resolvePage } from '../laravel/page.ts'
import { type Validated, validate } from '../api/list-filters.ts'
import { type Edition, type EditionName, editions, paginatorOf, readFields } from '../editions.ts'
import { Failure } from '../laravel/errors.ts'
import type { InputArray } from '../php/query-string.ts'

/** A list request that was answered with rows. */
export type ListRequest = {
  readonly tokenId: number
  readonly request: ApiRequest
  readonly edition: EditionName
  /** The name of the walk: X-Mock-Walk, never a header that differs with each request. */
  readonly correlation: string | null
}

export type Place = {
  /** The same for all requests of a walk. */
  readonly walk: string
  readonly isFirst: boolean
}

/**
 * The name of the walk, or else token, filters and per_page as the edition honours them: a client may go from a page to its cursor. Undefined for input that
 * the API would refuse: a request that wanted the documented example was answered all the same.
 */
export function placeInWalk({
  tokenId,
  request,
  edition: name,
  correlation,
}: ListRequest): Place | undefined {
  const edition = editions[name]
  const { all } = parseInput(
    request.method,
    splitTarget(request.target).query,
    request.headers,
    request.body ?? '',
    readFields,
  )
  const paginator = paginatorOf(edition, all)
  const isFirst =
    paginator === 'cursor'
      ? (all.get('cursor') ?? null) === null
      : resolvePage(all.get('page') ?? null) === 1n
  if (correlation !== null) return { walk: `named ${correlation}`, isFirst }
  const honoured = findValidated(edition, all)
  return honoured && { walk: JSON.stringify([tokenId, edition.paginator, honoured]), isFirst }
}

function findValidated({ parameters }: Edition, input: InputArray): Validated | undefined {
  try {
    return validate(parameters, { input, now: 0, ownsAssistant: () => true })
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
