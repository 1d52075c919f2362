// A page of the list by cursor, as Laravel's cursorPaginate() gives it.

import { decodeCursor, encodeCursor, renderCursorPage } from '../laravel/cursor.ts'
import {
  justBefore,
  partsOf,
  type RenderedList,
  type ListQuery,
  urlOfOthers,
} from './list-query.ts'

/** Throws a 500 where Laravel throws one for a cursor. */
export function listByCursor(query: ListQuery): RenderedList {
  const { store, switches, columns, datasetId, edition, input, url, distortion } = query
  const { filters, perPage } = query
  const encoded = input.all.get('cursor')
  const cursor =
    typeof encoded === 'string' ? decodeCursor(encoded, columns, switches.laravel) : undefined
  const position = cursor && { key: cursor.parameters, forward: cursor.pointsToNextItems }
  const slice = store.rowsBeside(
    store.select({ datasetId, filters }),
    edition.item,
    position,
    distortion.limit?.(perPage) ?? perPage,
  )
  const { items, count, ids, first, last, hasMore } = slice
  const hasNext = count > 0 && (hasMore || cursor?.pointsToNextItems === false)
  const hasPrevious = count > 0 && cursor !== undefined && (hasMore || cursor.pointsToNextItems)
  const view = {
    items,
    count,
    path: url,
    perPage,
    nextCursor: hasNext ? encodeCursor(last, columns, true) : null,
    prevCursor: hasPrevious ? encodeCursor(first, columns, false) : null,
    urlStart: urlOfOthers(query, 'cursor'),
    keys: switches.cursorKeys ?? edition.cursorKeys,
  }
  const here =
    count > 0 && distortion.cursorPage ? encodeCursor(justBefore(first), columns, true) : null
  const shown = distortion.cursorPage?.(view, here) ?? view
  const listing = {
    ids: shown.count === 0 ? '' : ids,
    total: null,
    next: shown.nextCursor,
    previous: shown.prevCursor,
  }
  const parts = partsOf(slice, shown, renderCursorPage)
  return { body: renderCursorPage(shown), parts, rows: shown.count, listing }
}
