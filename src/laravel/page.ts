// Page numbers and the JSON of page pagination.
// Mirrors Illuminate\Pagination\LengthAwarePaginator and UrlWindow.

import { encodeFloat } from '../php/json.ts'
import { parseInteger, wrapToInt64 } from '../php/numbers.ts'
import { type InputValue, isScalar } from '../php/input-array.ts'
import { encodeCursorText } from './cursor.ts'
import type { Cursors } from './listing.ts'
import { toText } from './rules.ts'
import { encodeUrl } from './url-text.ts'

const ON_EACH_SIDE = 3
/** The first number that an integer of PHP cannot hold. */
const BEYOND_INT64 = 2n ** 63n

/** The requested page: an integer of at least 1, otherwise 1. It may use all 64 bits. */
export function resolvePage(value: InputValue): bigint {
  const page = isScalar(value) ? parseInteger(toText(value)) : undefined
  return page !== undefined && page >= 1n ? page : 1n
}

/**
 * The number of rows to skip. Beyond 64 bits PHP's product is a float, which wraps around when it
 * becomes an integer again.
 */
export function offsetOf(page: bigint, perPage: number): bigint {
  const offset = (page - 1n) * BigInt(perPage)
  if (offset < BEYOND_INT64) return offset
  const wrapped = wrapToInt64(Number(page - 1n) * perPage)
  return wrapped > 0n ? wrapped : 0n
}

/** max(1, ceil(total / perPage)) */
export const lastPageOf = (total: number, perPage: number): number =>
  Math.max(1, Math.ceil(total / perPage))

/** The page numbers of the links; null stands for a gap ("..."). `page` may exceed `lastPage`. */
export function urlWindow(page: number, lastPage: number): (number | null)[] {
  const window = ON_EACH_SIDE + 4
  const pages: (number | null)[] = []
  if (lastPage < ON_EACH_SIDE * 2 + 8) return addRange(pages, 1, lastPage)
  if (page <= window) {
    addRange(pages, 1, window + ON_EACH_SIDE).push(null)
    return addRange(pages, lastPage - 1, lastPage)
  }
  addRange(pages, 1, 2).push(null)
  if (page > lastPage - window)
    return addRange(pages, lastPage - (window + ON_EACH_SIDE - 1), lastPage)
  addRange(pages, page - ON_EACH_SIDE, page + ON_EACH_SIDE).push(null)
  return addRange(pages, lastPage - 1, lastPage)
}

export type Page = {
  /** The JSON texts of the rows, joined by commas; `count` is their number. */
  readonly items: string
  readonly count: number
  readonly page: bigint
  readonly perPage: number
  readonly total: number
  readonly path: string
  /** The URL of another page up to its number. */
  readonly urlStart: string
  /** Whether each link has the key `page`, as since Laravel 12. */
  readonly linksNamePages: boolean
  /** The number for next_page_url when a fault changes it. */
  readonly next?: bigint
  /** Set when the page also gives cursors, which Laravel's paginator does not do. */
  readonly cursors?: Cursors | undefined
}

/** The page number in next_page_url; null from the last page on. */
export function nextPageOf({ page, total, perPage, next }: Page): bigint | null {
  return next ?? (page < BigInt(lastPageOf(total, perPage)) ? page + 1n : null)
}

/** The page number in prev_page_url; null on the first page. */
export const previousPageOf = ({ page }: Page): bigint | null => (page > 1n ? page - 1n : null)

/** The body of a page with its keys in Laravel's order. */
export function renderPage(view: Page): string {
  const { items, page, perPage, total } = view
  const lastPage = lastPageOf(total, perPage)
  // The links are the same for all pages beyond the last one, except the number and `previous`.
  const position = page > BigInt(lastPage) ? lastPage + 1 : Number(page)
  const previous = previousPageOf(view)
  const next = nextPageOf(view)
  const urlStart = encodeUrl(view.urlStart).slice(0, -1)
  const url = (number: number | bigint | null): string =>
    number === null ? 'null' : `${urlStart}${number}"`
  const { from, to } = itemNumbers(view)
  return (
    `{"current_page":${page},"data":[${items}],"first_page_url":${url(1)},"from":${from},"last_page":${lastPage},` +
    `"last_page_url":${url(lastPage)},"links":[${renderLinks({ position, lastPage, previous, next, url, urlStart, named: view.linksNamePages })}],` +
    `"next_page_url":${url(next)},"path":${encodeUrl(view.path)},"per_page":${perPage},"prev_page_url":${url(previous)},` +
    `"to":${to},"total":${total}${renderCursors(view.cursors)}}`
  )
}

const renderCursors = (cursors: Cursors | undefined): string =>
  cursors === undefined
    ? ''
    : `,"next_cursor":${encodeCursorText(cursors.next)},"prev_cursor":${encodeCursorText(cursors.previous)}`

type PageNumber = number | bigint | null

type Links = {
  readonly position: number
  readonly lastPage: number
  readonly previous: PageNumber
  readonly next: PageNumber
  readonly url: (page: PageNumber) => string
  readonly urlStart: string
  readonly named: boolean
}

function renderLinks({ position, lastPage, previous, next, url, urlStart, named }: Links): string {
  const neighbour = (page: PageNumber, label: string): string =>
    `{"url":${url(page)},"label":"${label}"${named ? `,"page":${page}` : ''},"active":false}`
  // Few long pieces, because joining its pieces takes most of the time of a page.
  const start = `,{"url":${urlStart}`
  let links = neighbour(previous, '&laquo; Previous')
  for (const page of urlWindow(position, lastPage)) {
    const end = page === position ? '"active":true}' : '"active":false}'
    const number = String(page)
    if (page === null) links += ',{"url":null,"label":"...","active":false}'
    else if (named) links += `${start}${number}","label":"${number}","page":${number},${end}`
    else links += `${start}${number}","label":"${number}",${end}`
  }
  return `${links},${neighbour(next, 'Next &raquo;')}`
}

/** `from` and `to` of a page: null on an empty page, floats when the product exceeds 64 bits. */
function itemNumbers({ page, perPage, count }: Page): { from: string; to: string } {
  if (count === 0) return { from: 'null', to: 'null' }
  const first = (page - 1n) * BigInt(perPage) + 1n
  if (first + BigInt(count) < BEYOND_INT64)
    return { from: String(first), to: String(first + BigInt(count) - 1n) }
  const float = encodeFloat(Number(page - 1n) * perPage)
  return { from: float, to: float }
}

function addRange(pages: (number | null)[], from: number, to: number): (number | null)[] {
  for (let page = from; page <= to; page++) pages.push(page)
  return pages
}
