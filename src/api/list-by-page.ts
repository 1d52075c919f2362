// A page of the list by number, as Laravel's paginate() gives it.

import { encodeCursor } from '../laravel/cursor.ts'
import { type Cursors, type Listing, noCursors } from '../laravel/listing.ts'
import {
  nextPageOf,
  offsetOf,
  type Page,
  previousPageOf,
  renderPage,
  resolvePage,
} from '../laravel/page.ts'
import type { Rows } from '../store/conversations.ts'
import {
  justBefore,
  partsOf,
  type RenderedList,
  type ListQuery,
  urlOfOthers,
} from './list-query.ts'

export function listByPage(query: ListQuery): RenderedList {
  const { store, switches, datasetId, edition, input, url, distortion, filters, perPage } = query
  const selection = store.select({ datasetId, filters })
  const total = store.count(selection)
  const page = resolvePage(input.all.get('page') ?? null)
  const offset = offsetOf(page, perPage)
  const limit = distortion.limit?.(perPage) ?? perPage
  const rows =
    offset < BigInt(total) ? store.rowsAt(selection, edition.item, Number(offset), limit) : noRows
  const beside =
    edition.paginator === 'either' ? cursorsBeside(rows, query, { offset, total }) : undefined
  const view = {
    ...rows,
    page,
    perPage,
    total,
    path: url,
    urlStart: urlOfOthers(query, 'page'),
    linksNamePages: switches.laravel >= 12,
    cursors: beside?.cursors,
  }
  const shown = distortion.page?.(view, beside?.here() ?? null) ?? view
  const parts = partsOf(rows, shown, renderPage)
  const listing = listingOf(shown, rows.ids)
  return { body: renderPage(shown), parts, rows: shown.count, listing }
}

const noRows: Rows = { items: '', count: 0, ids: '' }

/** The position of a page among all rows of a list. */
type PagePosition = { readonly offset: bigint; readonly total: number }

/** The cursors to the rows after and before a page; `here` is the cursor to the page itself. */
function cursorsBeside(
  { ids, count }: Pick<Rows, 'ids' | 'count'>,
  { store, columns, datasetId }: ListQuery,
  { offset, total }: PagePosition,
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

function listingOf(page: Page, ids: string): Listing {
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
