// Reads the target of a list request: which page of which list a client asks for.

import { createHash } from 'node:crypto'
import { splitTarget } from '../laravel/http.ts'
import { resolvePage } from '../laravel/page.ts'
import { leadsTo } from '../laravel/route.ts'
import {
  type Edition,
  type Parameter,
  documentedParameters,
  paginatorOf,
  DEFAULT_PER_PAGE,
  LIST_PATH,
} from '../editions.ts'
import { HIDDEN } from '../journal/credentials.ts'
import { type Parameters, parseParameters } from '../journal/parameters.ts'

/** The filters of a request that its edition honours, and per_page unless it is the default. */
export type Options = ReadonlyMap<string, string>

export type ListTarget = {
  /** The query as it was sent. */
  readonly query: string
  readonly parameters: Parameters
  readonly paginator: 'page' | 'cursor'
  readonly options: Options
  /** A key of the paginator and the options: equal for equal options. */
  readonly optionsKey: string
  readonly perPage: number
  /** The number of the page; null by cursor. */
  readonly page: number | null
  /** The cursor; null by page, and for the first page. */
  readonly cursor: string | null
  /** The page as it was sent, such as `page=2.0`, if the API misread it as page 1; else null. */
  readonly misread: string | null
  /** The page or the cursor as one text; FIRST for the first page. */
  readonly position: string
}

export const FIRST = 'first'

type ListKey = Pick<ListTarget, 'options' | 'optionsKey'>

/** Lists by their key. The requests of one list share its options, which saves memory. */
export type KnownLists = Map<string, ListKey>

/** Undefined for targets other than the list. */
export function readTarget(
  edition: Edition,
  target: string,
  known: KnownLists = new Map(),
): ListTarget | undefined {
  const { path, query } = splitTarget(target)
  if (!leadsTo(LIST_PATH, path)) return undefined
  const parameters = parseParameters(query)
  const paginator = paginatorOf(edition, parameters)
  const given = givenOptions(edition, parameters)
  const key = keyOf(paginator, given)
  const { options, optionsKey } = known.get(key) ?? { options: new Map(given), optionsKey: key }
  if (!known.has(key)) known.set(key, { options, optionsKey })
  return {
    query,
    parameters: boundParameters(parameters),
    paginator,
    options,
    optionsKey,
    perPage: Number(options.get('per_page') ?? DEFAULT_PER_PAGE),
    ...positionOf(paginator, parameters),
    misread: paginator === 'page' ? misreadOf(edition, parameters, query) : null,
  }
}

const MAX_KEY = 500

/** A long key becomes a hash, because many steps and maps hold it. */
function keyOf(paginator: string, given: readonly [name: string, value: string][]): string {
  const key = JSON.stringify([paginator, ...given])
  return key.length <= MAX_KEY ? key : createHash('sha256').update(key).digest('base64')
}

/** The most undocumented parameters, and the most credentials, that a step keeps. */
const MAX_KEPT = 50

/** A request may have a thousand parameters, and a walk thousands of requests. */
function boundParameters(parameters: Parameters): Parameters {
  if (parameters.size <= MAX_KEPT) return parameters
  let credentials = 0
  let others = 0
  const isKept = (name: string, value: string | null): boolean =>
    documentedParameters.has(name) || (value === HIDDEN ? credentials++ : others++) < MAX_KEPT
  return new Map([...parameters].filter(([name, value]) => isKept(name, value)))
}

/** The entries of the options, sorted by name. */
function givenOptions(
  { parameters: honoured }: Edition,
  parameters: Parameters,
): [name: string, value: string][] {
  const names: readonly Parameter[] = honoured
  const given: [string, string][] = []
  for (const [name, value] of parameters) {
    if (value === null || name === 'page' || name === 'cursor') continue
    if (name === 'per_page' && Number(value) === DEFAULT_PER_PAGE) continue
    if (names.some((known) => known === name)) given.push([name, value])
  }
  return given.toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** The options without per_page. */
export const filtersOf = (options: Options): Options =>
  new Map([...options].filter(([name]) => name !== 'per_page'))

/** The page parameter as it was sent, if the API misread it as page 1; else null. */
function misreadOf({ parameters: honoured }: Edition, parameters: Parameters, query: string) {
  const value = parameters.get('page') ?? null
  const names: readonly Parameter[] = honoured
  if (value === null || !names.includes('page')) return null
  if (/^\s*\+?1\s*$/.test(value)) return twiceIn(query)
  if (resolvePage(value) !== 1n) return null
  const [, nested] = NESTED.exec(query) ?? []
  return nested === undefined ? `page=${value}` : nested.replace(/%5B/i, '[').replace(/%5D/i, ']')
}

/** Several pages of a query, of which PHP takes the last; null for equal ones, or for one. */
function twiceIn(query: string): string | null {
  const pages = query.match(/(?<![^&])page=[^&]*/g) ?? []
  return new Set(pages).size > 1 ? pages.join('&') : null
}

const NESTED = /(?:^|&)(page(?:\[|%5B)[^&]*)/i

function positionOf(
  paginator: ListTarget['paginator'],
  parameters: Parameters,
): Pick<ListTarget, 'page' | 'cursor' | 'position'> {
  if (paginator === 'page') {
    const page = Number(resolvePage(parameters.get('page') ?? null))
    return { page, cursor: null, position: page === 1 ? FIRST : String(page) }
  }
  const cursor = parameters.get('cursor') ?? null
  return { page: null, cursor, position: cursor ?? FIRST }
}
