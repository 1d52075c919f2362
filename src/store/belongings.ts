// The balance, the changed webhooks and the messages of a dataset, through resets and snapshots. All functions work within a change.

import type { Bound, Run, Statements } from './statements.ts'

/** Everything as at the start, in the datasets that SQL gives. */
export function resetBelongings(run: Run, datasets: string, ...bound: Bound[]): void {
  run(
    `UPDATE balances SET balance = baseline WHERE balance <> baseline AND dataset_id IN (${datasets})`,
    ...bound,
  )
  run(`DELETE FROM webhooks WHERE dataset_id IN (${datasets})`, ...bound)
}

/** Messages need no copy: the rows of a snapshot name them. */
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

/** Of a snapshot that is deleted. */
export function dropBelongings(run: Run, snapshotId: number): void {
  for (const table of ['webhooks', 'balances'])
    run(`DELETE FROM ${table} WHERE dataset_id = ?`, -snapshotId)
}

/** For a copy of a dataset as it was at its start. Messages are copied before; see copying.ts. */
export function copyBelongings(run: Run, datasetId: number, copyId: number): void {
  for (const sql of copyAtStart) run(sql, copyId, datasetId)
}

/** The other rows of a user leave its balance as it is. */
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

/** The last message that the start of a dataset or a snapshot of it needs. All rows of its snapshots are read, if there are messages at all. */
export const lastNeeded = (statements: Statements, datasetId: number): number =>
  highestMessage(statements, datasetId) === 0
    ? 0
    : Number(statements.first(selectNeeded, datasetId, datasetId)?.[0])

const highestMessage = (statements: Statements, datasetId: number): number =>
  Number(statements.first('SELECT max(id) FROM messages WHERE dataset_id = ?', datasetId)?.[0] ?? 0)

/**
 * Lets messages go later that no row can name any more. They go in rising order, and no two ranges overlap: the last one of each
 * is there until the range is done, and so new ids are above all of them.
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
