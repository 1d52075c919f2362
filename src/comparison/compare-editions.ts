// Compares the two generations of the API over the same data. It walks both lists to the end.

import { randomBytes } from 'node:crypto'
import { type Edition, type EditionName, editions } from '../editions.ts'
import type { Notify } from '../live/live-api.ts'
import { quoteValue } from '../problems/problems.ts'
import { compareLists, type Comparison } from './compare.ts'
import { ComparisonError } from './comparison-error.ts'
import type { Side } from './tally.ts'
import { type Walk, walkByCursor, walkByPage } from './walk.ts'

/**
 * The lists to compare. A mock needs only one token, because its tokens may use any edition. On
 * other servers the token decides the edition.
 */
export type ComparisonTarget = {
  /** An origin such as https://app.example.com, with or without the path of the API. */
  readonly url: string
  readonly tokenForPage: string
  readonly tokenForCursor?: string | undefined
}

export type CompareOptions = {
  /** Filters for every request of both walks. */
  readonly filters?: Readonly<Record<string, string | number>>
  /** 1 to 100, by default 100. */
  readonly perPage?: number
  /** By default nicecall. */
  readonly pageEdition?: EditionName
  /** By default autocalls. */
  readonly cursorEdition?: EditionName
}

const LIST = '/api/user/conversations'

/**
 * Rejects with a ComparisonError when the lists cannot be compared. Differences are part of the
 * result. `notify` receives a line about each long wait.
 */
export async function compareEditions(
  { url, tokenForPage, tokenForCursor }: ComparisonTarget,
  {
    filters = {},
    perPage = 100,
    pageEdition = 'nicecall',
    cursorEdition = 'autocalls',
  }: CompareOptions = {},
  notify?: Notify,
): Promise<Comparison> {
  const names = { page: pageEdition, cursor: cursorEdition }
  for (const side of ['page', 'cursor'] as const)
    requireDocumented(side, names[side], Object.keys(filters))
  if (!(Number.isInteger(perPage) && perPage >= 1 && perPage <= 100))
    throw new ComparisonError('per_page must be a whole number from 1 to 100')
  const tokens = { page: tokenForPage, cursor: tokenForCursor ?? tokenForPage }
  const number = randomBytes(4).toString('hex')
  const walkOf = (side: Side): Walk => ({
    url: toListUrl(url),
    ...requireSendable(tokens[side], tokenForCursor === undefined ? '--token' : `--${side}-token`),
    edition: names[side],
    prefersEdition: tokenForCursor === undefined,
    filters: Object.fromEntries(
      Object.entries(filters).map(([name, value]) => [name, String(value)]),
    ),
    perPage,
    name: `compare-${side}-${number}`,
    notify,
  })
  const differences = await compareLists({
    page: walkByPage(walkOf('page')),
    cursor: walkByCursor(walkOf('cursor')),
  })
  return { editions: names, ...differences }
}

/** A filter that one edition ignores would make that edition list other rows. */
function requireDocumented(side: Side, name: EditionName, filters: readonly string[]): void {
  const { paginator, parameters }: Edition = editions[name]
  if (paginator !== 'either' && paginator !== side) {
    const others = Object.entries<Edition>(editions).filter(
      ([, edition]) => edition.paginator === 'either' || edition.paginator === side,
    )
    throw new ComparisonError(
      `${name} does not page by ${side}; --${side}-edition is one of ${others.map(([known]) => known).join(', ')}`,
    )
  }
  for (const filter of filters) {
    if (PAGING.has(filter))
      throw new ComparisonError(
        `${filter} is no filter: the walks page by themselves; their size is --per-page`,
      )
    if (parameters.some((parameter) => parameter === filter)) continue
    const isKnown = editions.combined.parameters.some((parameter) => parameter === filter)
    throw new ComparisonError(
      isKnown
        ? `${name} does not document the filter ${filter} and would list rows without it; compare with --page-edition combined --cursor-edition combined`
        : `no edition documents the filter ${filter}; there are ${editions.combined.parameters.filter((known) => !PAGING.has(known)).join(', ')}`,
    )
  }
}

const PAGING = new Set<string>(['per_page', 'page', 'cursor'])

/** This check comes first, because an error of fetch() would show the token. */
function requireSendable(token: string, tokenOption: string): Pick<Walk, 'token' | 'tokenOption'> {
  if (!/^[!-~]+$/.test(token))
    throw new ComparisonError(
      `${tokenOption} must be visible ASCII characters, as a header carries them`,
    )
  return { token, tokenOption }
}

/** The documentation of some brands includes /api in the origin. */
function toListUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new ComparisonError(
      `${quoteValue(text)} is no URL to ask; give one such as http://localhost:4080`,
    )
  const base = url.pathname.replace(/\/+$/, '').replace(/\/api(?:\/user\/conversations)?$/, '')
  return url.origin + base + LIST
}
