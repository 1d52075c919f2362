// Reads conversations: counts, pages by number, and slices beside a cursor. One statement returns
// the ready text of all rows. Reading row by row into JavaScript would take several times as long.

import type { ItemText } from '../editions.ts'
import type { Hidden } from './hidden.ts'
import { createByList } from './by-list.ts'
import { createMovedRows } from './moved-rows.ts'
import { createRanks } from './ranks.ts'
import type { SortKey, SortOrder } from '../dataset/sort-order.ts'
import { orderClauses } from './order-clauses.ts'
import { createLongPages, type LongPage } from './long-pages.ts'
import type { Bound, Statements, Values } from './statements.ts'
import { createTotals } from './totals.ts'
import type { Versions } from './versions.ts'
import type { Shape } from './shapes.ts'
import { createWhereBuilder, type Where } from './where.ts'

/**
 * Rows in the order of the list. `items` holds their JSON texts and `ids` their ids, each joined by
 * commas.
 */
export type Rows = {
  readonly items: string
  /** The JSON texts of long rows, which nothing has joined yet. */
  readonly texts?: readonly string[]
  readonly count: number
  readonly ids: string
}

/**
 * Rows beside a cursor, with the keys of the first and the last row. `hasMore`: more rows follow in
 * this direction.
 */
export type Slice = RowsWithKeys & { readonly hasMore: boolean }

type RowsWithKeys = Rows & { readonly first: SortKey; readonly last: SortKey }

/**
 * A position between rows: the values of the columns that order the list, and the direction to
 * read.
 */
export type Position = { readonly key: readonly Bound[]; readonly forward: boolean }

const noRows: Rows = { items: '', count: 0, ids: '' }
const noKey: SortKey = { id: 0, created_at: '' }

type ConversationOptions = { readonly order: SortOrder; readonly hidden: Hidden }

export function createConversations(
  statements: Statements,
  versions: Versions,
  { order, hidden }: ConversationOptions,
) {
  /** The id of the last row of each list, for reading forwards and backwards. */
  const ends = { forward: createByList<number>(), backward: createByList<number>() }
  const build = createWhereBuilder(statements, versions, { order, hidden })
  const movedRows = createMovedRows(statements, { order, hidden })
  const totals = createTotals(statements, versions, { ...build, order, movedRows })
  const ranks = createRanks(statements, order, movedRows)
  const { columns, descending, ascending, key, values } = orderClauses(order)

  const createdAt = 'SELECT created_at FROM conversations WHERE dataset_id = ? AND id = ?'
  const idAtEnd = (direction: string) =>
    statements.perShape(
      ({ from, conditions }: Shape) =>
        `SELECT id FROM ${from} WHERE ${conditions} ORDER BY ${direction} LIMIT 1`,
    )
  const lastId = idAtEnd(ascending)
  const firstId = idAtEnd(descending)

  /** Reads the rows that `select` selects: as one text of all rows, or row by row. */
  const reader = (select: (shape: Shape) => string, times = "''") => ({
    joined: statements.perShape(
      (shape: Shape) =>
        `SELECT group_concat(json), count(*), group_concat(id), ${times} FROM (${select(shape)})`,
    ),
    select,
  })

  const rowsAt = (item: ItemText, start: string) =>
    reader(
      ({ from, conditions }) => `SELECT ${item} AS json, ${columns} FROM ${from}
        WHERE ${conditions}${start} ORDER BY ${descending} LIMIT (SELECT ?) OFFSET (SELECT ?)`,
    )
  const fromStart = { basic: rowsAt('basic', ''), full: rowsAt('full', '') }
  const fromRank = {
    basic: rowsAt('basic', ` AND ${key} <= ${values}`),
    full: rowsAt('full', ` AND ${key} <= ${values}`),
  }

  const rowsBeside = (item: ItemText, beside: string, forward: boolean) =>
    reader(
      ({ from, conditions }) => {
        const rows = `SELECT ${item} AS json, ${columns} FROM ${from} WHERE ${conditions}${beside}
          ORDER BY ${forward ? descending : ascending} LIMIT (SELECT ?)`
        return forward ? rows : `SELECT * FROM (${rows}) ORDER BY ${descending}`
      },
      order === 'created_at' ? 'group_concat(created_at)' : undefined,
    )
  const slices = (item: ItemText) => ({
    first: rowsBeside(item, '', true),
    after: rowsBeside(item, ` AND ${key} < ${values}`, true),
    before: rowsBeside(item, ` AND ${key} > ${values}`, false),
  })
  const beside = { basic: slices('basic'), full: slices('full') }
  const longPages = createLongPages(statements, versions, order)

  function readPage<Page extends Rows>(
    { datasetId, shape }: Where,
    { joined, select }: ReturnType<typeof reader>,
    toPage: (row: Values | undefined) => Page,
    bound: readonly Bound[],
  ): Page | Omit<LongPage, 'texts'> {
    if (!longPages.areExpected(datasetId)) {
      const page = toPage(joined(shape, ...bound))
      longPages.note(datasetId, page)
      return page
    }
    const page = longPages.read(select(shape), ...bound)
    if (page.count === 0) return toPage(undefined)
    if (longPages.note(datasetId, page)) return page
    const { texts: _, ...short } = page
    return short
  }

  return {
    /** Prepares a query. All other methods need its result. */
    select: build.select,

    ...totals,

    /**
     * Returns `limit` rows after the first `offset` rows. A deep page starts at a remembered rank
     * near it.
     */
    rowsAt(where: Where, item: ItemText, offset: number, limit: number): Rows {
      const { bound } = where
      const start = ranks.near(where, offset)
      if (!start) return readPage(where, fromStart[item], toRows, [...bound, limit, offset])
      const near = [...bound, ...start.key, limit, offset - start.rank]
      return readPage(where, fromRank[item], toRows, near)
    },

    /** The sort key of a row. Only the columns that order the list matter. */
    keyOf(datasetId: number, id: number): SortKey {
      return {
        id,
        created_at: order === 'id' ? '' : String(statements.first(createdAt, datasetId, id)?.[0]),
      }
    },

    /**
     * Returns `limit` rows before or after a position. Without a position it starts at the
     * beginning.
     */
    rowsBeside(where: Where, item: ItemText, position: Position | undefined, limit: number): Slice {
      const side = position === undefined ? 'first' : position.forward ? 'after' : 'before'
      const given = [...where.bound, ...(position?.key ?? []), limit]
      const slice = readPage(where, beside[item][side], withKeys, given)
      const isForward = position?.forward ?? true
      return { ...slice, hasMore: slice.count === limit && !endsList(where, slice, isForward) }
    },
  }

  /**
   * Whether these rows end the list. The ids at both ends are read once, so no page has to read
   * beyond its own rows.
   */
  function endsList(
    { shape, bound, name }: Where,
    rows: RowsWithKeys,
    isForward: boolean,
  ): boolean {
    const known = isForward ? ends.forward : ends.backward
    const read = isForward ? lastId : firstId
    const end = known.get(name) ?? known.set(name, Number(read(shape, ...bound)?.[0]))
    return (isForward ? rows.last : rows.first).id === end
  }
}

function toRows(row: Values | undefined): Rows {
  return row === undefined || row[0] === null
    ? noRows
    : { items: String(row[0]), count: Number(row[1]), ids: String(row[2]) }
}

function withKeys(row: Values | undefined): RowsWithKeys {
  const rows = toRows(row)
  if (row === undefined || rows.count === 0) return { ...rows, first: noKey, last: noKey }
  const { ids } = rows
  const times = String(row[3])
  const first = { id: Number.parseInt(ids, 10), created_at: times.slice(0, times.indexOf(',')) }
  const last = {
    id: Number(ids.slice(ids.lastIndexOf(',') + 1)),
    created_at: times.slice(times.lastIndexOf(',') + 1),
  }
  return { ...rows, first: rows.count === 1 ? last : first, last }
}
