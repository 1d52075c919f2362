// The controller: from valid input to the body of a list, in the paginator of the edition.

import type { Edition, Parameter } from '../editions.ts'
import { buildQuery, type InputArray, mergeArrays } from '../php/query-string.ts'
import type { Switches } from '../config.ts'
import type { Store } from '../store/open-store.ts'
import { decodeCursor, encodeCursor, renderCursorPage } from './cursor.ts'
import type { Input } from './input.ts'
import { offsetOf, renderPage, resolvePage } from './page.ts'
import { type Validated, validate } from './validation.ts'

export type ListRequest = {
  readonly userId: number
  readonly edition: Edition
  readonly input: Input
  /** The URL without query that the body's URLs begin with. */
  readonly url: string
}

export type ListConversations = (request: ListRequest) => string

/** Throws 422 for invalid input and 500 where Laravel does. */
export function createList({ store, switches, clock }: { store: Store; switches: Switches; clock: () => number }): ListConversations {
  return function list(request) {
    const { userId, edition, input } = request
    const validated = validate(edition.parameters, {
      input: input.all,
      now: clock(),
      ownsAssistant: (id) => store.ownsAssistant(userId, id),
    })
    const byCursor = edition.paginator === 'cursor' || (edition.paginator === 'either' && input.all.has('cursor'))
    return byCursor ? listByCursor(request, validated) : listByPage(request, validated)
  }

  function listByPage({ userId, edition, input, url }: ListRequest, { filters, perPage }: Validated): string {
    const selection = store.select({ userId, filters })
    const total = store.count(selection)
    const page = resolvePage(input.all.get('page') ?? null)
    const offset = offsetOf(page, perPage)
    const rows = offset < BigInt(total) ? store.rowsAt(selection, edition.item, Number(offset), perPage) : { items: '', count: 0 }
    const urlStart = urlOfOthers(url, input.query, 'page')
    return renderPage({ ...rows, page, perPage, total, path: url, urlStart, linksNamePages: switches.laravel >= 12 })
  }

  function listByCursor({ userId, edition, input, url }: ListRequest, { filters, perPage }: Validated): string {
    const { order } = switches
    const encoded = input.all.get('cursor')
    const cursor = typeof encoded === 'string' ? decodeCursor(encoded, order, switches.laravel) : undefined
    const position = cursor && { key: cursor.parameters, forward: cursor.pointsToNextItems }
    const { items, count, first, last, hasMore } = store.rowsBeside(store.select({ userId, filters }), edition.item, position, perPage)
    const hasNext = count > 0 && (hasMore || cursor?.pointsToNextItems === false)
    const hasPrevious = count > 0 && cursor !== undefined && (hasMore || cursor.pointsToNextItems)
    return renderCursorPage({
      items,
      path: url,
      perPage,
      nextCursor: hasNext ? encodeCursor(last, order, true) : null,
      prevCursor: hasPrevious ? encodeCursor(first, order, false) : null,
      urlStart: urlOfOthers(url, input.query, 'cursor'),
      keys: switches.cursorKeys ?? edition.cursorKeys,
    })
  }

  /** The URL of another page up to its number or cursor: bare, or with the request's own query before it. */
  function urlOfOthers(url: string, query: InputArray, name: Parameter): string {
    const repeated = switches.urls === 'bare' ? '' : buildQuery(mergeArrays(without(query, name), new Map()))
    return `${url}?${repeated === '' ? '' : `${repeated}&`}${name}=`
  }
}

const without = (input: InputArray, name: string): InputArray => new Map([...input].filter(([key]) => key !== name))
