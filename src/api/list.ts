// The controller: from valid input to the body of a list, in the paginator of the edition.

import type { Edition, Parameter } from '../editions.ts'
import { buildQuery, type InputArray, mergeArrays } from '../php/query-string.ts'
import type { Switches } from '../config.ts'
import type { SortKey } from '../store/sort-order.ts'
import type { Store } from '../store/open-store.ts'
import { decodeCursor, encodeCursor, renderCursorPage } from './cursor.ts'
import type { Distortion } from './distortion.ts'
import type { Input } from './input.ts'
import type { Listing } from './listing.ts'
import { nextPageOf, offsetOf, type Page, previousPageOf, renderPage, resolvePage } from './page.ts'
import { type Validated, validate } from './validation.ts'

export type ListRequest = {
  readonly datasetId: number
  readonly edition: Edition
  readonly input: Input
  /** The URL without query that the body's URLs begin with. */
  readonly url: string
  /** Unix seconds. */
  readonly now: number
  readonly distortion: Distortion
}

/** `listing` is missing where nothing was read from the store. */
export type ListBody = { readonly body: string; readonly rows: number; readonly listing?: Listing }

export type ListConversations = (request: ListRequest) => ListBody

/** Throws 422 for invalid input and 500 where Laravel does. */
export function createList({ store, switches }: { store: Store; switches: Switches }): ListConversations {
  return function list(request) {
    const { datasetId, edition, input, now } = request
    const validated = validate(edition.parameters, {
      input: input.all,
      now,
      ownsAssistant: (id) => store.ownsAssistant(datasetId, id),
    })
    return paginatorOf(edition, input.all) === 'cursor' ? listByCursor(request, validated) : listByPage(request, validated)
  }

  function listByPage({ datasetId, edition, input, url, distortion }: ListRequest, { filters, perPage }: Validated): ListBody {
    const selection = store.select({ datasetId, filters })
    const total = store.count(selection)
    const page = resolvePage(input.all.get('page') ?? null)
    const offset = offsetOf(page, perPage)
    const limit = distortion.limit?.(perPage) ?? perPage
    const rows = offset < BigInt(total) ? store.rowsAt(selection, edition.item, Number(offset), limit) : noRows
    const urlStart = urlOfOthers(url, input.query, 'page')
    const view = { ...rows, page, perPage, total, path: url, urlStart, linksNamePages: switches.laravel >= 12 }
    const shown = distortion.page?.(view) ?? view
    return { body: renderPage(shown), rows: shown.count, listing: listingOfPage(shown, rows.ids) }
  }

  function listByCursor({ datasetId, edition, input, url, distortion }: ListRequest, { filters, perPage }: Validated): ListBody {
    const { order } = switches
    const encoded = input.all.get('cursor')
    const cursor = typeof encoded === 'string' ? decodeCursor(encoded, order, switches.laravel) : undefined
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
      nextCursor: hasNext ? encodeCursor(last, order, true) : null,
      prevCursor: hasPrevious ? encodeCursor(first, order, false) : null,
      urlStart: urlOfOthers(url, input.query, 'cursor'),
      keys: switches.cursorKeys ?? edition.cursorKeys,
    }
    const here = (): string | null => (count > 0 ? encodeCursor(justBefore(first), order, true) : null)
    const shown = distortion.cursorPage?.(view, here()) ?? view
    const listing = { ids: shown.count === 0 ? '' : ids, total: null, next: shown.nextCursor, previous: shown.prevCursor }
    return { body: renderCursorPage(shown), rows: shown.count, listing }
  }

  /** The URL of another page up to its number or cursor: bare, or with the request's own query before it. */
  function urlOfOthers(url: string, query: InputArray, name: Parameter): string {
    const repeated = switches.urls === 'bare' ? '' : buildQuery(mergeArrays(without(query, name), new Map()))
    return `${url}?${repeated === '' ? '' : `${repeated}&`}${name}=`
  }
}

const noRows = { items: '', count: 0, ids: '' }

function listingOfPage(page: Page, ids: string): Listing {
  const next = nextPageOf(page)
  const previous = previousPageOf(page)
  return {
    ids: page.count === 0 ? '' : ids,
    total: page.total,
    next: next === null ? null : String(next),
    previous: previous === null ? null : String(previous),
  }
}

/** How a list is paged for this input. */
export function paginatorOf({ paginator }: Edition, input: { has(name: string): boolean }): 'page' | 'cursor' {
  if (paginator !== 'either') return paginator
  return input.has('cursor') ? 'cursor' : 'page'
}

/** Where the row itself is the next one. */
const justBefore = ({ id, created_at }: SortKey): SortKey => ({ id: id + 1, created_at })

const without = (input: InputArray, name: string): InputArray => new Map([...input].filter(([key]) => key !== name))
