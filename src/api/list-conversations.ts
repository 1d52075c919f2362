// The controller of the list of conversations: validates the input, reads the rows and renders them
// with the paginator of the edition.

import { type Edition, editions, type Parameter } from '../editions.ts'
import { buildQuery } from '../php/query-string.ts'
import { type InputArray, mergeArrays } from '../php/input-array.ts'
import type { Switches } from '../config.ts'
import type { Rows } from '../store/conversations.ts'
import { sortColumns, type SortKey } from '../dataset/sort-order.ts'
import type { Store } from '../store/open-store.ts'
import { decodeCursor, encodeCursor, renderCursorPage } from '../laravel/cursor.ts'
import { type Distortion, type Exchange, inputOf, paginatorFor } from '../exchange.ts'
import type { Input } from '../laravel/input.ts'
import type { KnownToken } from '../store/tokens.ts'
import { type Cursors, type Listing, noCursors } from '../laravel/listing.ts'
import {
  nextPageOf,
  offsetOf,
  type Page,
  previousPageOf,
  renderPage,
  resolvePage,
} from '../laravel/page.ts'
import { type Validated, validateList } from './list-filters.ts'

/** The body of a list. The documented example has no `listing`, because it reads no rows. */
export type ListBody = { readonly body: string; readonly rows: number; readonly listing?: Listing }

/** `url` is the start of all URLs in the body; it has no query. */
type ListConversations = (exchange: Exchange, token: KnownToken, url: string) => ListBody

/** Returns a handler that throws a 422 for invalid input, and a 500 where Laravel throws one. */
export function createList({
  store,
  switches,
}: {
  store: Store
  switches: Switches
}): ListConversations {
  const columns = sortColumns[switches.order]

  return function list(exchange, { dataset_id: datasetId }, url) {
    const { distortion = undistorted, time: now } = exchange
    const edition: Edition = editions[exchange.edition]
    const input = inputOf(exchange)
    const validated = validateList(edition.parameters, {
      input: input.all,
      now,
      ownsAssistant: (id) => store.ownsAssistant(datasetId, id),
    })
    const query = { datasetId, edition, input, url, distortion, ...validated }
    return paginatorFor(exchange) === 'cursor' ? listByCursor(query) : listByPage(query)
  }

  function listByPage(query: ListQuery): ListBody {
    const { datasetId, edition, input, url, distortion, filters, perPage } = query
    const selection = store.select({ datasetId, filters })
    const total = store.count(selection)
    const page = resolvePage(input.all.get('page') ?? null)
    const offset = offsetOf(page, perPage)
    const limit = distortion.limit?.(perPage) ?? perPage
    const rows =
      offset < BigInt(total) ? store.rowsAt(selection, edition.item, Number(offset), limit) : noRows
    const urlStart = urlOfOthers(url, input.query, 'page')
    const beside =
      edition.paginator === 'either' ? cursorsBeside(rows, { datasetId, offset, total }) : undefined
    const view = {
      ...rows,
      page,
      perPage,
      total,
      path: url,
      urlStart,
      linksNamePages: switches.laravel >= 12,
      cursors: beside?.cursors,
    }
    const shown = distortion.page?.(view, beside?.here() ?? null) ?? view
    return { body: renderPage(shown), rows: shown.count, listing: listingOfPage(shown, rows.ids) }
  }

  function listByCursor(query: ListQuery): ListBody {
    const { datasetId, edition, input, url, distortion, filters, perPage } = query
    const encoded = input.all.get('cursor')
    const cursor =
      typeof encoded === 'string' ? decodeCursor(encoded, columns, switches.laravel) : undefined
    const position = cursor && { key: cursor.parameters, forward: cursor.pointsToNextItems }
    const limit = distortion.limit?.(perPage) ?? perPage
    const { items, count, ids, first, last, hasMore } = store.rowsBeside(
      store.select({ datasetId, filters }),
      edition.item,
      position,
      limit,
    )
    const hasNext = count > 0 && (hasMore || cursor?.pointsToNextItems === false)
    const hasPrevious = count > 0 && cursor !== undefined && (hasMore || cursor.pointsToNextItems)
    const view = {
      items,
      count,
      path: url,
      perPage,
      nextCursor: hasNext ? encodeCursor(last, columns, true) : null,
      prevCursor: hasPrevious ? encodeCursor(first, columns, false) : null,
      urlStart: urlOfOthers(url, input.query, 'cursor'),
      keys: switches.cursorKeys ?? edition.cursorKeys,
    }
    const here = (): string | null =>
      count > 0 ? encodeCursor(justBefore(first), columns, true) : null
    const shown = distortion.cursorPage?.(view, here()) ?? view
    const listing = {
      ids: shown.count === 0 ? '' : ids,
      total: null,
      next: shown.nextCursor,
      previous: shown.prevCursor,
    }
    return { body: renderCursorPage(shown), rows: shown.count, listing }
  }

  /** The cursors to the rows after and before a page; `here` is the cursor to the page itself. */
  function cursorsBeside(
    { ids, count }: Pick<Rows, 'ids' | 'count'>,
    { datasetId, offset, total }: Extent,
  ) {
    if (count === 0) return { cursors: noCursors, here: () => null }
    const first = store.keyOf(datasetId, Number.parseInt(ids, 10))
    const last = store.keyOf(datasetId, Number(ids.slice(ids.lastIndexOf(',') + 1)))
    const cursors: Cursors = {
      next: offset + BigInt(count) < BigInt(total) ? encodeCursor(last, columns, true) : null,
      previous: offset > 0n ? encodeCursor(first, columns, false) : null,
    }
    return { cursors, here: () => encodeCursor(justBefore(first), columns, true) }
  }

  /** The URL of another page up to its number or cursor; it may repeat the request's query. */
  function urlOfOthers(url: string, query: InputArray, name: Parameter): string {
    const repeated =
      switches.urls === 'bare' ? '' : buildQuery(mergeArrays(without(query, name), new Map()))
    return `${url}?${repeated === '' ? '' : `${repeated}&`}${name}=`
  }
}

type ListQuery = Validated & {
  readonly datasetId: number
  readonly edition: Edition
  readonly input: Input
  readonly url: string
  readonly distortion: Distortion
}

const undistorted: Distortion = {}

/** The position of a page among all rows of a list. */
type Extent = { readonly datasetId: number; readonly offset: bigint; readonly total: number }

const noRows: Rows = { items: '', count: 0, ids: '' }

function listingOfPage(page: Page, ids: string): Listing {
  const next = nextPageOf(page)
  const previous = previousPageOf(page)
  return {
    ids: page.count === 0 ? '' : ids,
    total: page.total,
    next: next === null ? null : String(next),
    previous: previous === null ? null : String(previous),
    cursors: page.cursors,
  }
}

/** The key of a position whose next row is this row. */
const justBefore = ({ id, created_at }: SortKey): SortKey => ({ id: id + 1, created_at })

const without = (input: InputArray, name: string): InputArray =>
  new Map([...input].filter(([key]) => key !== name))
