// Copies the rows of a snapshot and restores them. A snapshot keeps only rows that differ from the
// baseline.

import { discardMessages, restoreBelongings } from './belongings.ts'
import type { Range } from './hidden-rows.ts'
import { type Kept, MOVED_COST, putBack, takeAway, touchedCost, touchedRows } from './rewind.ts'
import { columns } from './schema.ts'
import { costOfTextsIn, slicing } from './slices.ts'
import type { Bound, Run, Statements } from './statements.ts'
import { withoutTriggersFor } from './without-triggers.ts'

export type StoredSnapshot = { readonly id: number; readonly datasetId: number }

/** The most rows that one step copies or compares. One step takes a few milliseconds. */
const SLICE = 200

/** Copies the changed rows between two ids into a snapshot. Call this inside a change. */
export function copyRows(
  run: Run,
  { id, datasetId }: StoredSnapshot,
  { first, last }: Range,
): void {
  const between = 'touched.dataset_id = ? AND touched.id BETWEEN ? AND ?'
  run(
    `INSERT INTO snapshot_touched SELECT ?, id, is_moved FROM touched WHERE ${between}`,
    id,
    datasetId,
    first,
    last,
  )
  run(
    `INSERT INTO snapshot_rows SELECT ?, ${fromConversations('touched', 'touched')} WHERE ${between}`,
    id,
    datasetId,
    datasetId,
    first,
    last,
  )
}

/** Selects changed rows from an id on. */
export const touchedFrom = slicing(
  `SELECT t.id, coalesce(octet_length(full), 0) FROM touched AS t
     LEFT JOIN conversations AS c ON c.dataset_id = t.dataset_id AND c.id = t.id
   WHERE t.dataset_id = ? AND t.id >= ? ORDER BY t.id`,
  SLICE,
)

/**
 * Makes rows of a dataset equal to a snapshot: all rows, or only those with the given ids. The
 * others must be equal already. Call this inside a change.
 */
export function restoreRows(
  statements: Statements,
  run: Run,
  { id, datasetId, ids }: StoredSnapshot & { readonly ids?: readonly number[] },
): void {
  const chosen = ids === undefined ? 'true' : 'id IN (SELECT value FROM json_each(?))'
  const chosenIds = ids === undefined ? [] : [JSON.stringify(ids)]
  const others: Kept = {
    datasetId,
    keys: `SELECT id, is_moved FROM touched WHERE dataset_id = ? AND ${chosen} AND ${isNotSaved('touched')}`,
    bound: [datasetId, ...chosenIds, id],
    from: 'originals',
    scope: 'dataset_id',
    scopeId: datasetId,
  }
  const own: Kept = {
    datasetId,
    keys: `SELECT touched.id, touched.is_moved FROM (SELECT id FROM snapshot_touched WHERE snapshot_id = ? AND ${chosen}) AS s
      CROSS JOIN touched ON touched.dataset_id = ? AND touched.id = s.id`,
    bound: [id, ...chosenIds, datasetId],
    from: 'snapshot_rows',
    scope: 'snapshot_id',
    scopeId: id,
  }
  const count = ids?.length ?? touchedRows(statements, datasetId) + countInSnapshot(statements, id)
  withoutTriggersFor(count, run, () => {
    remember(run, { id, datasetId }, { chosen, chosenIds })
    for (const kept of [others, own]) takeAway(run, kept)
    for (const kept of [others, own]) putBack(run, kept)
  })
  for (const table of ['originals', 'touched'])
    run(
      `DELETE FROM ${table} WHERE dataset_id = ? AND ${chosen} AND ${isNotSaved(table)}`,
      datasetId,
      ...chosenIds,
      id,
    )
  run(setChronological, id, datasetId)
  restoreBelongings(run, id, datasetId)
  discardMessages(statements, run, datasetId)
}

export const setChronological =
  'UPDATE datasets SET chronological = (SELECT chronological FROM snapshots WHERE snapshots.id = ?) WHERE id = ?'

/** Does the work of the triggers: rows that the snapshot changes count as touched. */
function remember(
  run: Run,
  { id, datasetId }: StoredSnapshot,
  { chosen, chosenIds }: { readonly chosen: string; readonly chosenIds: readonly Bound[] },
): void {
  const rows = `(SELECT id, is_moved FROM snapshot_touched WHERE snapshot_id = ? AND ${chosen}) AS s`
  run(
    `INSERT INTO originals SELECT ${fromConversations(rows, 's')}
     WHERE NOT EXISTS (SELECT 1 FROM touched WHERE touched.dataset_id = ? AND touched.id = s.id)`,
    id,
    ...chosenIds,
    datasetId,
    datasetId,
  )
  run(
    `INSERT INTO touched SELECT ?, id, is_moved FROM ${rows} WHERE true
     ON CONFLICT DO UPDATE SET is_moved = 1 WHERE excluded.is_moved`,
    datasetId,
    id,
    ...chosenIds,
  )
}

const countInSnapshot = (statements: Statements, id: number): number =>
  Number(statements.first('SELECT count(*) FROM snapshot_touched WHERE snapshot_id = ?', id)?.[0])

/** The highest id of a row that the snapshot keeps. */
export const lastSaved = (statements: Statements, { id }: StoredSnapshot): number =>
  Number(
    statements.first('SELECT max(id) FROM snapshot_touched WHERE snapshot_id = ?', id)?.[0] ?? 0,
  )

/** The cost of restoring a snapshot, in rows that did not move. */
export const restoreCost = (statements: Statements, snapshot: StoredSnapshot): number =>
  touchedCost(statements, snapshot.datasetId) +
  Number(statements.first(costOfKeys, snapshot.id)?.[0]) +
  costOfTexts(statements, snapshot)

/** The part of the cost that long texts take. */
export const costOfTexts = (statements: Statements, { id }: StoredSnapshot): number =>
  Number(statements.first(costOfTextsIn('snapshot_rows', 'snapshot_id'), id)?.[0])

const costOfKeys = `SELECT count(*) + ${MOVED_COST - 1} * coalesce(sum(is_moved), 0)
  FROM snapshot_touched WHERE snapshot_id = ?`

/** Whether a row of the table is not in the snapshot. A set of all its rows would take long to make. */
const isNotSaved = (table: string): string =>
  `NOT EXISTS (SELECT 1 FROM snapshot_touched AS saved WHERE saved.snapshot_id = ? AND saved.id = ${table}.id)`

/** Selects the rows of a dataset whose ids other rows list. `as` is the name of those rows. */
const fromConversations = (rows: string, as: string): string =>
  `${columns.replaceAll(/\w+/g, 'conversations.$&')} FROM ${rows} CROSS JOIN conversations
    ON conversations.dataset_id = ? AND conversations.id = ${as}.id`

/** Selects rows to compare with compareWithSnapshot, from an id on. */
export const savedFrom = slicing(
  `SELECT s.id, coalesce(octet_length(full), 0) FROM snapshot_touched AS s
     LEFT JOIN snapshot_rows AS r ON r.snapshot_id = s.snapshot_id AND r.id = s.id
   WHERE s.snapshot_id = ? AND s.id >= ? ORDER BY s.id`,
  SLICE,
)

/**
 * Selects the rows of a snapshot between two ids. Tells whether the dataset has another row
 * instead, and whether it has none.
 */
export const compareWithSnapshot = `SELECT s.id, ${columns
  .split(', ')
  .filter((column) => column !== 'dataset_id')
  .map((column) => `c.${column} IS NOT r.${column}`)
  .join(' OR ')}, r.id IS NOT NULL AND c.id IS NULL
  FROM (SELECT id FROM snapshot_touched WHERE snapshot_id = ? AND id BETWEEN ? AND ?) AS s
  LEFT JOIN snapshot_rows AS r ON r.snapshot_id = ? AND r.id = s.id
  LEFT JOIN conversations AS c ON c.dataset_id = ? AND c.id = s.id ORDER BY s.id`

/** Selects rows to compare with compareWithChanges, from an id on. */
export const changedFrom = slicing(
  'SELECT id, 0 FROM touched WHERE dataset_id = ? AND id >= ? ORDER BY id',
  SLICE,
)

/** Selects the changed rows between two ids, and whether they are missing in a snapshot. */
export const compareWithChanges = `SELECT t.id, NOT EXISTS (SELECT 1 FROM snapshot_touched AS s WHERE s.snapshot_id = ? AND s.id = t.id)
  FROM touched AS t WHERE t.dataset_id = ? AND t.id BETWEEN ? AND ? ORDER BY t.id`
