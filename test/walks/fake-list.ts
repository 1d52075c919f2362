// A list that answers as Laravel would, for requests that no server has seen.

import { decodeCursor, encodeCursor } from '../../src/laravel/cursor.ts'
import type { Listing } from '../../src/laravel/listing.ts'
import { type Edition, editions, type EditionName } from '../../src/editions.ts'
import type { Parameters } from '../../src/journal/parameters.ts'

export type Asked = {
  readonly edition: EditionName
  readonly parameters: Parameters
  /** Fewer rows than per_page says: a page that a fault made short. */
  readonly limit?: number | undefined
}

/** No list for what is refused. */
export type Answered = {
  readonly status: 200 | 422
  readonly list: Listing | null
  readonly rows: number | null
}

export type FakeList = ReturnType<typeof createFakeList>

/** Ids from `rows` down to 1. Two of three rows are widgets, one is by WhatsApp; the assistants 1 and 2 take turns. */
export function createFakeList(rows: number) {
  let ids = Array.from({ length: rows }, (_, index) => rows - index)
  return {
    /** Rows that match, in list order. */
    ids: (edition: EditionName, parameters: Parameters): number[] =>
      ids.filter((id) => isMatch(id, editions[edition], parameters)),

    insert(count: number): void {
      const newest = ids[0] ?? 0
      ids = [...Array.from({ length: count }, (_, index) => newest + count - index), ...ids]
    },

    removeNewest(count: number): void {
      ids = ids.slice(count)
    },

    answer({ edition, parameters, limit }: Asked): Answered {
      const { paginator } = editions[edition]
      const size = perPageOf(parameters)
      const isValid =
        /^\d+$/.test(String(size)) &&
        size >= 1 &&
        size <= 100 &&
        /^\d*$/.test(parameters.get('assistant_id') ?? '')
      if (!isValid) return { status: 422, list: null, rows: null }
      const matching = this.ids(edition, parameters)
      const page = { matching, size, limit: limit ?? size }
      const isByCursor =
        paginator === 'cursor' || (paginator === 'either' && parameters.has('cursor'))
      const list = isByCursor
        ? byCursor(page, parameters.get('cursor') ?? '')
        : byPage(page, Number(parameters.get('page') ?? 1), paginator === 'either')
      return { status: 200, list, rows: list.ids === '' ? 0 : list.ids.split(',').length }
    },
  }
}

export const perPageOf = (parameters: Parameters): number =>
  Number(parameters.get('per_page') ?? 15)

function isMatch(id: number, { parameters: honoured }: Edition, parameters: Parameters): boolean {
  const valueOf = (name: (typeof honoured)[number]): string | null =>
    honoured.includes(name) ? (parameters.get(name) ?? null) : null
  const type = valueOf('type')
  const assistant = valueOf('assistant_id')
  const phone = valueOf('customer_phone')
  return (
    (type === null || type === (id % 3 === 0 ? 'whatsapp' : 'widget')) &&
    (assistant === null || Number(assistant) === 1 + (id % 2)) &&
    (phone === null || phone.startsWith('+'))
  )
}

type Paged = { readonly matching: readonly number[]; readonly size: number; readonly limit: number }

function byPage({ matching, size, limit }: Paged, page: number, hasCursors: boolean): Listing {
  const offset = (page - 1) * size
  const hasNext = page < Math.max(1, Math.ceil(matching.length / size))
  const shown = matching.slice(offset, offset + limit)
  const [first] = shown
  const last = shown.at(-1)
  const cursors = {
    next: last !== undefined && last !== matching.at(-1) ? cursorAt(last) : null,
    previous: first !== undefined && offset > 0 ? cursorAt(first, false) : null,
  }
  return {
    ids: shown.join(),
    total: matching.length,
    next: hasNext ? String(page + 1) : null,
    previous: page > 1 ? String(page - 1) : null,
    ...(hasCursors && { cursors }),
  }
}

function byCursor({ matching, limit }: Paged, text: string): Listing {
  const cursor = text === '' ? undefined : decodeCursor(text, ['id'], 11)
  const key = Number(cursor?.parameters[0])
  const isForward = cursor?.pointsToNextItems !== false
  const side = matching.filter((id) => cursor === undefined || (isForward ? id < key : id > key))
  const shown = isForward ? side.slice(0, limit) : side.slice(-limit)
  const hasMore = side.length > shown.length
  const [first] = shown
  const last = shown.at(-1)
  return {
    ids: shown.join(),
    total: null,
    next: last !== undefined && (hasMore || !isForward) ? cursorAt(last) : null,
    previous:
      first !== undefined && cursor !== undefined && (hasMore || isForward)
        ? cursorAt(first, false)
        : null,
  }
}

/** The cursor that leads to the rows after this one, or to those before it. */
export const cursorAt = (id: number, isForward = true): string =>
  encodeCursor({ id, created_at: '' }, ['id'], isForward)
