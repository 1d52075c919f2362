// Walks a list to its end: by page numbers until next_page_url is null, or by cursors until
// next_cursor is null.

import { type EditionName, editions } from '../editions.ts'
import { type LiveApi, type LiveOptions, openLiveApi } from '../live/live-api.ts'
import { type ListAnswer, askForList, type ListRequest } from './ask.ts'
import { ComparisonError } from './comparison-error.ts'
import type { List } from './list.ts'
import type { Portion } from './reader.ts'

export type Walk = {
  /** The URL of the list, without a query. */
  readonly url: string
  readonly token: string
  /** The option that holds the token. */
  readonly tokenOption: string
  readonly edition: EditionName
  /** Whether requests name the edition in `Prefer`, because the token does not decide it. */
  readonly prefersEdition: boolean
  readonly filters: Readonly<Record<string, string>>
  readonly perPage: number
  /** The value of X-Mock-Walk, which tells a mock the walk of a request. */
  readonly name: string
  /** A walk with more rows counts as endless. */
  readonly maxRows?: number
  readonly wait?: LiveOptions['wait']
  readonly notify?: LiveOptions['notify']
}

/** The query parameters of the position: `page` or `cursor`. */
type PageParameters = Readonly<Record<string, string>>

type Paginator = {
  first(edition: EditionName): PageParameters
  /** Null after the last list; undefined for a list of the other generation. */
  next(list: List): string | null | undefined
  /** Undefined when the link has no usable position. */
  follow(next: string): PageParameters | undefined
}

const MAX_ROWS = 1_000_000
const MAX_EMPTY_LISTS = 100
/** One wrong answer may lead to the same position again, so a few returns are allowed. */
const MAX_RETURNS = 3

const byPage: Paginator = {
  first: () => ({ page: '1' }),
  next: ({ current_page, next_page_url, next_cursor }) =>
    current_page !== undefined || next_cursor === undefined ? next_page_url : undefined,
  follow(next) {
    const page = URL.parse(next, 'http://localhost')?.searchParams.get('page')
    return page ? { page } : undefined
  },
}

const byCursor: Paginator = {
  // An edition with both paginators uses cursors only if the query has `cursor`, even an empty one.
  first: (edition): PageParameters =>
    editions[edition].paginator === 'either' ? { cursor: '' } : {},
  next: ({ next_cursor }) => next_cursor,
  follow: (cursor) => (cursor === '' ? undefined : { cursor }),
}

/**
 * Throws a ComparisonError for an answer that is not a list of this generation, and for an endless
 * walk.
 */
export const walkByPage = (walk: Walk): AsyncGenerator<Portion> => follow(walk, byPage)

export const walkByCursor = (walk: Walk): AsyncGenerator<Portion> => follow(walk, byCursor)

async function* follow(walk: Walk, paginator: Paginator): AsyncGenerator<Portion> {
  const first = paginator.first(walk.edition)
  const watch = createWatch(walk, first)
  const api = openApi(walk)
  for (let position: PageParameters | undefined = first; position !== undefined;) {
    const answer = await askForList(requestAt(walk, api, position))
    const { list, url, requests } = answer
    if (walk.prefersEdition) requirePreference(answer, walk.edition)
    const next = paginator.next(list)
    if (next === undefined)
      throw new ComparisonError(`GET ${url} answers ${explainOther(walk, paginator)}`)
    yield { url, rows: list.data, total: list.total, requests }
    position = next === null ? undefined : paginator.follow(next)
    if (next !== null) watch(answer, position)
  }
}

const MAX_BYTES = 64 * 1024 * 1024

function openApi({ url, token, wait, notify }: Walk): LiveApi {
  return openLiveApi({
    url: new URL(url).origin,
    token,
    option: '--url',
    allowsPlainHttp: true,
    limits: { seconds: 90, bytes: MAX_BYTES },
    wait,
    notify,
  })
}

function requestAt(walk: Walk, api: LiveApi, position: PageParameters): ListRequest {
  const { url, tokenOption, edition, prefersEdition, filters, perPage, name } = walk
  return {
    api,
    tokenOption,
    path: new URL(url).pathname,
    query: { ...filters, per_page: String(perPage), ...position },
    headers: {
      Accept: 'application/json',
      'X-Mock-Walk': name,
      ...(prefersEdition && { Prefer: `edition=${edition}` }),
    },
  }
}

/** Only a mock lets one token use both generations, and it confirms the edition in a header. */
function requirePreference({ url, headers }: ListAnswer, edition: EditionName): void {
  const applied = headers.get('preference-applied')?.split(',') ?? []
  if (applied.some((preference) => preference.trim() === `edition=${edition}`)) return
  throw new ComparisonError(
    `GET ${url} does not confirm "Prefer: edition=${edition}", so it is no mock that lets one token meet both generations; ` +
      'give a token of each with --page-token and --cursor-token',
  )
}

function explainOther({ edition, tokenOption }: Walk, paginator: Paginator): string {
  if (paginator === byPage)
    return `without next_page_url, or by cursor, though ${edition} pages by number; is ${tokenOption} of that generation?`
  const remedy =
    editions[edition].paginator === 'either'
      ? ''
      : ', or give --cursor-edition combined if the API needs an empty cursor to begin with'
  return `without next_cursor, though ${edition} pages by cursor; is ${tokenOption} of that generation? Give one that is${remedy}`
}

/** Throws a ComparisonError when the walk seems to have no end. */
function createWatch({ maxRows = MAX_ROWS }: Walk, first: PageParameters) {
  const visits = new Map([[positionOf(first), 1]])
  let rows = 0
  let emptyLists = 0
  return ({ url, list: { data } }: ListAnswer, next: PageParameters | undefined): void => {
    const position = next && positionOf(next)
    rows += data.length
    emptyLists = data.length === 0 ? emptyLists + 1 : 0
    if (position === undefined)
      throw new ComparisonError(
        `GET ${url} offers a next page that cannot be read; only null ends a walk`,
      )
    const before = visits.get(position) ?? 0
    if (before > MAX_RETURNS)
      throw endless(
        url,
        `leads to ${JSON.stringify(next)}, where the walk was ${before} times before`,
      )
    if (rows >= maxRows) throw endless(url, `offers still more after ${rows} rows`)
    if (emptyLists >= MAX_EMPTY_LISTS)
      throw endless(url, `is number ${emptyLists} in a row that has no rows and yet a next page`)
    visits.set(position, before + 1)
  }
}

const positionOf = (position: PageParameters): string => Object.values(position).join()

const endless = (url: string, problem: string): ComparisonError =>
  new ComparisonError(
    `GET ${url} ${problem}: a client that follows it never ends; correct the API, then compare`,
  )
