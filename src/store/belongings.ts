// Resets and copies the balance, the changed webhooks and the messages of a dataset. Call all
// functions inside a change.

import type { Bound, Run, Statements } from './statements.ts'

/**
 * Restores the baseline. `datasets` is an SQL query that returns the ids of the datasets. The plus
 * keeps SQLite from searching for each dataset, because there can be many datasets and few changes.
 */
export function resetBelongings(run: Run, datasets: string, ...bound: Bound[]): void {
  run(
    `UPDATE balances SET balance = baseline WHERE balance <> baseline AND +dataset_id IN (${datasets})`,
    ...bound,
  )
  run(`DELETE FROM webhooks WHERE +dataset_id IN (${datasets})`, ...bound)
}

/**
 * Saves the balance and the webhooks. Messages need no copy, because the rows of a snapshot refer
 * to them.
 */
export function saveBelongings(run: Run, snapshotId: number, datasetId: number): void {
  dropBelongings(run, snapshotId)
  run(copyWebhooks, -snapshotId, datasetId)
  run(copyBalance, -snapshotId, datasetId)
}

export function restoreBelongings(run: Run, snapshotId: number, datasetId: number): void {
  run('DELETE FROM webhooks WHERE dataset_id = ?', datasetId)
  run(copyWebhooks, datasetId, -snapshotId)
  run(
    `UPDATE balances SET balance = coalesce((SELECT balance FROM balances WHERE dataset_id = ?), baseline)
     WHERE dataset_id = ?`,
    -snapshotId,
    datasetId,
  )
}

/** Removes what a deleted snapshot saved. */
export function dropBelongings(run: Run, snapshotId: number): void {
  for (const table of ['webhooks', 'balances'])
    run(`DELETE FROM ${table} WHERE dataset_id = ?`, -snapshotId)
}

/** Copies the baseline to a copy of the dataset. copying.ts has copied the messages before. */
export function copyBelongings(run: Run, datasetId: number, copyId: number): void {
  for (const sql of copyAtStart) run(sql, copyId, datasetId)
}

/** Moves a user's balance to the dataset that replaces its rows. */
export function keepBalance(run: Run, userId: number, datasetId: number): void {
  run(
    'INSERT INTO balances SELECT ?, balance, baseline FROM users JOIN balances USING (dataset_id) WHERE users.id = ?',
    datasetId,
    userId,
  )
}

const copyWebhooks =
  'INSERT INTO webhooks SELECT ?, id, is_active, url, updated_at FROM webhooks WHERE dataset_id = ?'
const copyBalance =
  'INSERT INTO balances SELECT ?, balance, baseline FROM balances WHERE dataset_id = ?'
const copyAtStart = [
  'INSERT INTO assistant_fields SELECT ?, id, is_deleted, fields FROM assistant_fields WHERE dataset_id = ?',
  'INSERT INTO balances SELECT ?, baseline, baseline FROM balances WHERE dataset_id = ?',
  'INSERT INTO baseline_messages SELECT ?, last, is_complete FROM baseline_messages WHERE dataset_id = ?',
]

/**
 * The id of the last message that the baseline or a snapshot of the dataset needs. It reads all
 * rows of the snapshots unless there are no messages.
 */
export const lastNeeded = (statements: Statements, datasetId: number): number =>
  highestMessage(statements, datasetId) === 0
    ? 0
    : Number(statements.first(selectNeeded, datasetId, datasetId)?.[0])

const highestMessage = (statements: Statements, datasetId: number): number =>
  Number(statements.first('SELECT max(id) FROM messages WHERE dataset_id = ?', datasetId)?.[0] ?? 0)

/**
 * Marks messages that no row can refer to any more; they are deleted later. Deletion goes by rising
 * id, and ranges never overlap. The last message of a range stays until the range is done. So ids
 * of new messages are higher than all marked ones.
 */
export function discardMessages(statements: Statements, run: Run, datasetId: number): void {
  const last = highestMessage(statements, datasetId)
  if (last === 0) return
  const needed = lastNeeded(statements, datasetId)
  if (last <= needed) return
  run('DELETE FROM discarded_messages WHERE dataset_id = ? AND first > ?', datasetId, needed)
  run('INSERT INTO discarded_messages VALUES (?, ?, ?)', datasetId, needed + 1, last)
}

const selectNeeded = `SELECT max(
  coalesce((SELECT last FROM baseline_messages WHERE dataset_id = ?), 0),
  coalesce((SELECT max(last_message) FROM snapshot_rows WHERE snapshot_id IN (SELECT id FROM snapshots WHERE dataset_id = ?)), 0))`
