// Copies the rows of a snapshot and restores them. A snapshot keeps only rows that differ from the
// baseline.

import { discardMessages, restoreBelongings } from './belongings.ts'
import type { Range } from './hidden.ts'
import { type Kept, MOVED_COST, putBack, takeAway, touchedCost, touchedRows } from './rewind.ts'
import { columns } from './schema.ts'
import type { Run, Statements } from './statements.ts'
import { withoutTriggersFor } from './without-triggers.ts'

export type StoredSnapshot = { readonly id: number; readonly datasetId: number }

/** The number of rows that one step copies. One step takes a few milliseconds. */
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
    `INSERT INTO snapshot_rows SELECT ?, ${fromConversations('touched')} WHERE ${between}`,
    id,
    datasetId,
    datasetId,
    first,
    last,
  )
}

/** Selects the last id of a slice of changed rows. */
export const endOfTouched = `SELECT id FROM touched WHERE dataset_id = ? AND id >= ? ORDER BY id LIMIT 1 OFFSET ${SLICE - 1}`

/** Makes the rows of a dataset equal to a snapshot. Call this inside a change. */
export function restoreRows(
  statements: Statements,
  run: Run,
  { id, datasetId }: StoredSnapshot,
): void {
  const others: Kept = {
    datasetId,
    keys: `SELECT id, is_moved FROM touched WHERE dataset_id = ? AND id NOT IN (${snapshotIds})`,
    bound: [datasetId, id],
    from: 'originals',
    scope: 'dataset_id',
    scopeId: datasetId,
  }
  const own: Kept = {
    datasetId,
    keys: `SELECT touched.id, touched.is_moved FROM snapshot_touched CROSS JOIN touched
      ON touched.dataset_id = ? AND touched.id = snapshot_touched.id WHERE snapshot_id = ?`,
    bound: [datasetId, id],
    from: 'snapshot_rows',
    scope: 'snapshot_id',
    scopeId: id,
  }
  withoutTriggersFor(
    touchedRows(statements, datasetId) + countInSnapshot(statements, id),
    run,
    () => {
      remember(run, id, datasetId)
      for (const kept of [others, own]) takeAway(run, kept)
      for (const kept of [others, own]) putBack(run, kept)
    },
  )
  for (const table of ['originals', 'touched'])
    run(`DELETE FROM ${table} WHERE dataset_id = ? AND id NOT IN (${snapshotIds})`, datasetId, id)
  run(setChronological, id, datasetId)
  restoreBelongings(run, id, datasetId)
  discardMessages(statements, run, datasetId)
}

export const setChronological =
  'UPDATE datasets SET chronological = (SELECT chronological FROM snapshots WHERE snapshots.id = ?) WHERE id = ?'

/** Does the work of the triggers: rows that the snapshot changes count as touched. */
function remember(run: Run, id: number, datasetId: number): void {
  run(
    `INSERT INTO originals SELECT ${fromConversations('snapshot_touched')}
     WHERE snapshot_id = ? AND snapshot_touched.id NOT IN (SELECT id FROM touched WHERE dataset_id = ?)`,
    datasetId,
    id,
    datasetId,
  )
  run(
    `INSERT INTO touched SELECT ?, id, is_moved FROM snapshot_touched WHERE snapshot_id = ?
     ON CONFLICT DO UPDATE SET is_moved = 1 WHERE excluded.is_moved`,
    datasetId,
    id,
  )
}

const countInSnapshot = (statements: Statements, id: number): number =>
  Number(statements.first(`SELECT count(*) FROM (${snapshotIds})`, id)?.[0])

/** The cost of restoring a snapshot, in rows that did not move. */
export const restoreCost = (statements: Statements, { id, datasetId }: StoredSnapshot): number =>
  touchedCost(statements, datasetId) + Number(statements.first(costInSnapshot, id)?.[0])

const costInSnapshot = `SELECT count(*) + ${MOVED_COST - 1} * coalesce(sum(is_moved), 0)
  FROM snapshot_touched WHERE snapshot_id = ?`

const snapshotIds = 'SELECT id FROM snapshot_touched WHERE snapshot_id = ?'

/** Selects the rows of a dataset whose ids another table lists. */
const fromConversations = (ids: 'touched' | 'snapshot_touched'): string =>
  `${columns.replaceAll(/\w+/g, 'conversations.$&')} FROM ${ids} CROSS JOIN conversations
    ON conversations.dataset_id = ? AND conversations.id = ${ids}.id`
