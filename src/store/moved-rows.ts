// Finds rows that moved since the baseline: added rows, deleted rows, and rows whose filter or
// order fields changed. All other rows stay in their baseline positions. So one walk over the whole
// list computes a total or a table of ranks. Later changes only correct it.

import type { SortOrder } from '../dataset/sort-order.ts'
import type { Hidden } from './hidden.ts'
import { orderClauses } from './order-clauses.ts'
import { indexName } from './indexes.ts'
import type { Bound, Statements, Values } from './statements.ts'
import type { Shape } from './shapes.ts'
import type { Where } from './where.ts'

/** With more rows, looking them up takes as long as a walk over a list of a million rows. */
const MAX_MOVED = 2000

/** The keys of moved rows in list order: as they are now, and as they were at the baseline. */
export type Moved = { readonly now: readonly Values[]; readonly before: readonly Values[] }

export type MovedRows = ReturnType<typeof createMovedRows>

export function createMovedRows(
  statements: Statements,
  { order, hidden }: { readonly order: SortOrder; readonly hidden: Hidden },
) {
  const { columns, descending } = orderClauses(order)
  const difference = statements.perShape(
    (shape: Shape) => `SELECT (SELECT count(*) ${now(shape)}) - (SELECT count(*) ${before(shape)})`,
  )
  const keys = (rows: string): string => `SELECT ${columns} ${rows} ORDER BY ${descending}`

  /** Leaves out added rows that are being removed. */
  function withoutHidden(datasetId: number): Bound[] {
    const [, , first, last] = hidden.boundsOf(datasetId)
    return [datasetId, first, datasetId, last]
  }

  return {
    areFew: ({ datasetId }: Where): boolean =>
      statements.first(oneTooMany, ...withoutHidden(datasetId), MAX_MOVED) === undefined,

    /** The number of rows now minus the number of rows at the baseline. */
    difference: ({ datasetId, shape, bound, kept }: Where): number =>
      Number(
        difference(
          shape,
          ...withoutHidden(datasetId),
          ...bound,
          ...withoutHidden(datasetId),
          ...kept,
        )?.[0],
      ),

    find: ({ datasetId, shape, bound, kept }: Where): Moved => ({
      now: statements.all(keys(now(shape)), ...withoutHidden(datasetId), ...bound),
      before: statements.all(keys(before(shape)), ...withoutHidden(datasetId), ...kept),
    }),
  }
}

/** Two ranges of ids, because NOT BETWEEN would read every row that is being removed. */
const touched = `FROM (
  SELECT id, is_moved FROM touched WHERE dataset_id = (SELECT ?) AND id < (SELECT ?)
  UNION ALL SELECT id, is_moved FROM touched WHERE dataset_id = (SELECT ?) AND id > (SELECT ?))`
const oneTooMany = `SELECT 1 ${touched} LIMIT 1 OFFSET (SELECT ?)`

/**
 * CROSS JOIN and INDEXED BY fix the plan. Otherwise SQLite may read the whole list for a few rows, or
 * even for each row when the conditions have a range of ids.
 */
const rowsOf = (table: string, conditions: string): string =>
  `FROM (SELECT id AS moved ${touched} WHERE is_moved) CROSS JOIN ${table} WHERE id = moved AND ${conditions}`
const now = ({ conditions }: Shape): string =>
  rowsOf(`conversations INDEXED BY ${indexName([], 'id')}`, conditions)
const before = ({ keptConditions }: Shape): string => rowsOf('originals', keptConditions)
