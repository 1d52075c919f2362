// A request as faults look at it. What must be parsed for that is parsed when the first fault asks, and once.

import type { Answer, ApiRequest } from '../laravel/http.ts'
import { splitTarget } from '../laravel/http.ts'
import { parseInput } from '../laravel/input.ts'
import { resolvePage } from '../laravel/page.ts'
import { isRoute } from '../laravel/route.ts'
import { type EditionName, editions, paginatorOf, readFields } from '../editions.ts'
import type { Failure } from '../laravel/errors.ts'
import { type InputArray, InputLimitError } from '../php/query-string.ts'

export type Asked = {
  readonly request: ApiRequest
  /** The good token that it brings. */
  readonly token:
    | { readonly id: number; readonly plain: string; readonly user_id: number }
    | undefined
  /** The edition that it meets. */
  readonly edition: EditionName
  /** Whether the mock's own page made it. */
  readonly isFromDashboard: boolean
  /** Unix seconds, as the user's clock shows them. */
  readonly now: () => number
  /** Laravel's answer when this request fails so. */
  readonly refuse: (failure: Failure) => Answer
}

export type FaultRequest = ReturnType<typeof viewRequest>

export function viewRequest({ request, token, edition, now, refuse }: Asked) {
  const { method, target } = request
  const { path, query } = splitTarget(target)
  const isList = token !== undefined && (method === 'GET' || method === 'HEAD') && isRoute(path)
  let parsed: InputArray | undefined

  /** Query and body as Laravel's middleware leaves them. */
  const input = (): InputArray => (parsed ??= parse(request, query))

  /** Undefined for a request that no list answers. */
  const paginator = (): 'page' | 'cursor' | undefined =>
    isList ? paginatorOf(editions[edition], input()) : undefined

  return {
    method,
    path,
    token,
    now,
    refuse,
    input,
    paginator,

    /** The cursor that the query brings, good or not; undefined without one. */
    cursor(): string | undefined {
      const value = input().get('cursor')
      return typeof value === 'string' ? value : undefined
    },

    /** The page as Laravel resolves it; undefined where it does not. */
    page: (): bigint | undefined =>
      paginator() === 'page' ? resolvePage(input().get('page') ?? null) : undefined,
  }
}

/** Nothing where PHP refuses the query for its size. */
function parse({ method, headers, body = '' }: ApiRequest, query: string): InputArray {
  try {
    return parseInput(method, query, headers, body, readFields).all
  } catch (error) {
    if (error instanceof InputLimitError) return new Map()
    throw error
  }
}
