// A list request as the judge reads it from the journal.

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

/** The options of a request besides its position in the list: honoured filters, and per_page where it is not the default. */
export type Options = ReadonlyMap<string, string>

export type Step = {
  readonly entry: Entry
  /** The query as it was sent. */
  readonly query: string
  readonly parameters: Parameters
  readonly paginator: 'page' | 'cursor'
  readonly options: Options
  /** The same for equal options. */
  readonly optionsKey: string
  readonly perPage: number
  /** Null by cursor. */
  readonly page: number | null
  /** Null by page, and for the first page. */
  readonly cursor: string | null
  /** The page as it was sent, where the API took it for the first: `page=2.0`. */
  readonly misread: string | null
  /** Page or cursor as one text; equal for equal positions. */
  readonly position: string
  /** `failed`: worth another try (429, 5xx, a broken answer). `refused`: the request itself was wrong. */
  readonly answered: 'served' | 'failed' | 'refused'
  /** The rows that were served. */
  readonly list: Listing | null
  /** How many pages the list had, by page. */
  readonly lastPage: number | null
  /** When the answer left, on the clock of `entry.at`. */
  readonly sentAt: number
}

export const FIRST = 'first'

/** Undefined for what is no client's request for a list, and for one that cannot be judged by its target alone. */
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

/** The page as it was sent, where the API does not read it and takes it for the first. */
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

/** Faults after which a client has no list in its hands, whatever the status says. */
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

/** Options without per_page. */
export const filtersOf = (options: Options): Options =>
  new Map([...options].filter(([name]) => name !== 'per_page'))

/** The cursors that a list gave to go on or back with; a page may have none. */
export const givenCursors = (list: Listing | null): string[] => {
  if (list === null) return []
  const { next, previous } = cursorsOf(list)
  return [next, previous].filter((cursor) => cursor !== null)
}
