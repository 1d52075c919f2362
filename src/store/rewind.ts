// Restores rows that another table keeps: the rows of the baseline, or the rows of a snapshot.

import { withoutTriggersFor } from './without-triggers.ts'
import { discardMessages } from './belongings.ts'
import { columns, unindexed } from './schema.ts'
import { costOfTextsIn } from './slices.ts'
import type { Bound, Run, Statements } from './statements.ts'

/** The rows to restore into a dataset. */
export type Kept = {
  readonly datasetId: number
  /** An SQL query for the rows that may differ (`id`, `is_moved`), and its values. */
  readonly keys: string
  readonly bound: readonly Bound[]
  /** The table that keeps the rows, and the column and the id that select its rows. */
  readonly from: 'originals' | 'snapshot_rows'
  readonly scope: 'dataset_id' | 'snapshot_id'
  readonly scopeId: number
}

/**
 * Restores the baseline of a dataset. Rows from the id `end` on stay as they are. Returns whether the
 * dataset had changed. Call this inside a change.
 */
export function rewind(statements: Statements, run: Run, datasetId: number, end?: number): boolean {
  const count = touchedRows(statements, datasetId, end)
  if (count === 0 && end === undefined) return false
  const kept: Kept = {
    datasetId,
    keys: 'SELECT id, is_moved FROM touched WHERE dataset_id = ? AND id < ?',
    bound: [datasetId, end ?? MAX_ID],
    from: 'originals',
    scope: 'dataset_id',
    scopeId: datasetId,
  }
  withoutTriggersFor(count, run, () => {
    takeAway(run, kept)
    putBack(run, kept)
  })
  forgetChanges(statements, run, datasetId, end)
  removeAddedAssistants(run, datasetId)
  discardMessages(statements, run, datasetId)
  run('UPDATE datasets SET chronological = baseline_chronological WHERE id = ?', datasetId)
  return true
}

/** This number is higher than every id. */
const MAX_ID = Number.MAX_SAFE_INTEGER + 1

export const touchedRows = (statements: Statements, datasetId: number, end = MAX_ID): number =>
  Number(
    statements.first(
      'SELECT count(*) FROM touched WHERE dataset_id = ? AND id < ?',
      datasetId,
      end,
    )?.[0],
  )

/** The cost of a moved row, in rows that did not move. A moved row needs work in every index. */
export const MOVED_COST = 4

/** The cost of restoring the baseline, in rows that did not move. */
export const touchedCost = (statements: Statements, datasetId: number, end = MAX_ID): number =>
  Number(statements.first(costOfRows, datasetId, end)?.[0]) +
  Number(statements.first(costOfTextsIn('originals', 'dataset_id'), datasetId)?.[0])

const costOfRows = `SELECT count(*) + ${MOVED_COST - 1} * coalesce(sum(is_moved), 0) FROM touched WHERE dataset_id = ? AND id < ?`

/** Removes moved rows. Do this for all kept rows before putBack(), so that no uuid is taken. */
export function takeAway(run: Run, { datasetId, keys, bound }: Kept): void {
  run(
    `WITH k AS (${keys}) DELETE FROM conversations WHERE rid IN (${rids('is_moved')})`,
    ...bound,
    datasetId,
  )
}

/** Overwrites rows that did not move, without work in any index. Inserts the removed rows again. */
export function putBack(run: Run, { datasetId, keys, bound, from, scope, scopeId }: Kept): void {
  run(
    `WITH k AS (${keys}) UPDATE OR FAIL conversations SET (${unindexed}) =
       (SELECT ${unindexed} FROM ${from} AS kept WHERE kept.${scope} = ? AND kept.id = conversations.id)
     WHERE rid IN (${rids('NOT is_moved')})`,
    ...bound,
    scopeId,
    datasetId,
  )
  run(
    `WITH k AS (${keys}) INSERT OR FAIL INTO conversations (${columns})
     SELECT ${keptColumns} FROM k CROSS JOIN ${from} AS kept ON kept.${scope} = ? AND kept.id = k.id WHERE is_moved`,
    ...bound,
    datasetId,
    scopeId,
  )
}

/** Kept rows can belong to the dataset that this dataset was copied from. So the id is a value. */
const keptColumns = columns.replaceAll(/\w+/g, 'kept.$&').replace('kept.dataset_id', '?')

/** CROSS JOIN prevents SQLite from reading the whole dataset for a few changed rows. */
const rids = (condition: string): string =>
  `SELECT rid FROM k CROSS JOIN conversations ON conversations.dataset_id = ? AND conversations.id = k.id WHERE ${condition}`

/** Removes added assistants. An assistant stays if a snapshot has rows of it, which may return. */
export function removeAddedAssistants(run: Run, datasetId: number): void {
  const isKept = `SELECT assistant_id FROM snapshot_rows WHERE snapshot_id IN (SELECT id FROM snapshots WHERE dataset_id = ?)`
  const added = `SELECT id FROM added_assistants WHERE dataset_id = ? AND id NOT IN (${isKept})`
  run(
    `DELETE FROM assistants WHERE dataset_id = ? AND id IN (${added})`,
    datasetId,
    datasetId,
    datasetId,
  )
  run(
    `DELETE FROM added_assistants WHERE dataset_id = ? AND id NOT IN (SELECT id FROM assistants WHERE dataset_id = ?)`,
    datasetId,
    datasetId,
  )
}

/** Forgets the changes of a dataset. SQLite empties a whole table at once, so that case is apart. */
function forgetChanges(
  statements: Statements,
  run: Run,
  datasetId: number,
  end: number | undefined,
): void {
  const others = statements.first(
    'SELECT 1 WHERE EXISTS (SELECT 1 FROM touched WHERE dataset_id < ?) OR EXISTS (SELECT 1 FROM touched WHERE dataset_id > ?)',
    datasetId,
    datasetId,
  )
  for (const table of ['originals', 'touched']) {
    if (others === undefined && end === undefined) run(`DELETE FROM ${table}`)
    else run(`DELETE FROM ${table} WHERE dataset_id = ? AND id < ?`, datasetId, end ?? MAX_ID)
  }
}
