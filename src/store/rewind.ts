// Bringing back rows that were kept elsewhere: those of the baseline, or those of a snapshot.

import { withoutTriggersFor } from './without-triggers.ts'
import { discardMessages } from './belongings.ts'
import { columns, unindexed } from './schema.ts'
import type { Bound, Run, Statements } from './statements.ts'

/** Rows to bring back into a dataset. */
export type Kept = {
  readonly datasetId: number
  /** SQL for the ids of the rows that may differ (`id`, `is_moved`), and its values. */
  readonly keys: string
  readonly bound: readonly Bound[]
  /** The table with the rows as they shall be, and which of its rows are meant. */
  readonly from: 'originals' | 'snapshot_rows'
  readonly scope: 'dataset_id' | 'snapshot_id'
  readonly scopeId: number
}

/** Within a change: the dataset as it was at its baseline, but for rows from an id on. Says whether it had changed. */
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

/** Above every id. */
const MAX_ID = Number.MAX_SAFE_INTEGER + 1

export const touchedRows = (statements: Statements, datasetId: number, end = MAX_ID): number =>
  Number(
    statements.first(
      'SELECT count(*) FROM touched WHERE dataset_id = ? AND id < ?',
      datasetId,
      end,
    )?.[0],
  )

/** A row that moved costs as much as so many others, for each index has work. */
export const MOVED_COST = 4

/** How much work it is to put rows back, in rows that did not move. */
export const touchedCost = (statements: Statements, datasetId: number, end = MAX_ID): number =>
  Number(
    statements.first(
      `SELECT count(*) + ${MOVED_COST - 1} * coalesce(sum(is_moved), 0) FROM touched WHERE dataset_id = ? AND id < ?`,
      datasetId,
      end,
    )?.[0],
  )

/** First of all kept rows, so that no row is in the way of another one: takes away what moved. */
export function takeAway(run: Run, { datasetId, keys, bound }: Kept): void {
  run(
    `WITH k AS (${keys}) DELETE FROM conversations WHERE rid IN (${rids('is_moved')})`,
    ...bound,
    datasetId,
  )
}

/** Writes over what did not move, without work for an index, and puts back what was taken away. */
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

/** The kept rows may have been another dataset's, of which this one is a copy. */
const keptColumns = columns.replaceAll(/\w+/g, 'kept.$&').replace('kept.dataset_id', '?')

/** CROSS JOIN keeps SQLite from reading the whole dataset for a few changed rows. */
const rids = (condition: string): string =>
  `SELECT rid FROM k CROSS JOIN conversations ON conversations.dataset_id = ? AND conversations.id = k.id WHERE ${condition}`

/** The assistants of rows in a snapshot stay, for its rows may come back. */
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

/** Emptying a whole table takes no time. */
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
