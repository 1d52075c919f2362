// A step: a list request as the judge reads it from the journal.

import { splitTarget } from '../laravel/http.ts'
import { cursorsOf, type Listing } from '../laravel/listing.ts'
import { lastPageOf, resolvePage } from '../laravel/page.ts'
import { leadsTo } from '../laravel/route.ts'
import {
  type Edition,
  editions,
  type Parameter,
  paginatorOf,
  DEFAULT_PER_PAGE,
  LIST_PATH,
} from '../editions.ts'
import type { Entry } from '../journal/entry.ts'
import { type Parameters, parseParameters } from '../journal/parameters.ts'

/** The filters of a request that its edition honours, and per_page unless it is the default. */
export type Options = ReadonlyMap<string, string>

export type Step = {
  readonly entry: Entry
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
  /** `failed`: a retry may help (429, 5xx, broken answer). `refused`: the request itself is bad. */
  readonly answered: 'served' | 'failed' | 'refused'
  /** The list that was served; null for other answers. */
  readonly list: Listing | null
  /** The number of pages of the list; null by cursor and without a list. */
  readonly lastPage: number | null
  /** When the answer left or the client hung up: milliseconds since the start, as `entry.at`. */
  readonly sentAt: number
}

export const FIRST = 'first'

/**
 * Reads a client's list request. Undefined for other requests, for answers 200 without a list,
 * and for requests with a body, because the target may not hold all their parameters.
 */
export function readStep(entry: Entry): Step | undefined {
  const { path, query } = splitTarget(entry.target)
  const isOther = entry.status === 200 && entry.list === null
  const isClient = !entry.isFromDashboard
  if (!isClient || entry.method !== 'GET' || !leadsTo(LIST_PATH, path) || entry.hasBody || isOther)
    return undefined
  const edition = editions[entry.edition ?? 'combined']
  const parameters = parseParameters(query)
  const paginator = paginatorOf(edition, parameters)
  const options = optionsOf(edition, parameters)
  const perPage = Number(options.get('per_page') ?? DEFAULT_PER_PAGE)
  const answered = answeredBy(entry)
  const list = answered === 'served' ? entry.list : null
  return {
    entry,
    query,
    parameters,
    paginator,
    options,
    optionsKey: JSON.stringify([paginator, ...options]),
    perPage,
    ...positionOf(paginator, parameters),
    misread: paginator === 'page' ? misreadOf(edition, parameters, query) : null,
    answered,
    list,
    lastPage: list === null || list.total === null ? null : lastPageOf(list.total, perPage),
    sentAt: entry.hungUpAt ?? entry.at + entry.duration + entry.delay,
  }
}

function optionsOf({ parameters: honoured }: Edition, parameters: Parameters): Options {
  const options = new Map<string, string>()
  const names: readonly Parameter[] = honoured
  for (const name of names.toSorted()) {
    const value = parameters.get(name) ?? null
    if (value === null || name === 'page' || name === 'cursor') continue
    if (name === 'per_page' && Number(value) === DEFAULT_PER_PAGE) continue
    options.set(name, value)
  }
  return options
}

/** The page parameter as it was sent, if the API misread it as page 1; else null. */
function misreadOf({ parameters: honoured }: Edition, parameters: Parameters, query: string) {
  const value = parameters.get('page') ?? null
  const names: readonly Parameter[] = honoured
  if (value === null || /^\s*\+?1\s*$/.test(value) || !names.includes('page')) return null
  if (resolvePage(value) !== 1n) return null
  const [, nested] = NESTED.exec(query) ?? []
  return nested === undefined ? `page=${value}` : nested.replace(/%5B/i, '[').replace(/%5D/i, ']')
}

const NESTED = /(?:^|&)(page(?:\[|%5B)[^&]*)/i

function positionOf(
  paginator: Step['paginator'],
  parameters: Parameters,
): Pick<Step, 'page' | 'cursor' | 'position'> {
  if (paginator === 'page') {
    const page = Number(resolvePage(parameters.get('page') ?? null))
    return { page, cursor: null, position: page === 1 ? FIRST : String(page) }
  }
  const cursor = parameters.get('cursor') ?? null
  return { page: null, cursor, position: cursor ?? FIRST }
}

/** Faults after which the client has no usable list, whatever the status is. */
const BREAKING = new Set(['truncate', 'malformed', 'reset', 'empty'])

function answeredBy({ status, faults, list, hungUpAt }: Entry): Step['answered'] {
  if (
    hungUpAt !== null ||
    status === null ||
    status === 429 ||
    status >= 500 ||
    faults.some((type) => BREAKING.has(type))
  )
    return 'failed'
  return list === null ? 'refused' : 'served'
}

/** The options without per_page. */
export const filtersOf = (options: Options): Options =>
  new Map([...options].filter(([name]) => name !== 'per_page'))

/** The next and previous cursor that a list gave; empty if it gave none. */
export const givenCursors = (list: Listing | null): string[] => {
  if (list === null) return []
  const { next, previous } = cursorsOf(list)
  return [next, previous].filter((cursor) => cursor !== null)
}
