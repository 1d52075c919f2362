// What a dataset has besides its conversations: a balance, changed webhooks, and messages. All of it within a change.

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

/** The last message that the start of a dataset or a snapshot of it needs. */
export const lastNeeded = (statements: Statements, datasetId: number): number =>
  Number(statements.first(selectNeeded, datasetId, datasetId)?.[0])

/** Lets messages go later that no row can name any more. Ranges are deleted from below, so that new ids are above all of them. */
export function discardMessages(statements: Statements, run: Run, datasetId: number): void {
  const [highest, discarded] = statements.first(selectLast, datasetId, datasetId) ?? []
  if (highest === null || Number(highest) === Number(discarded)) return
  const last = Math.max(lastNeeded(statements, datasetId), Number(discarded))
  if (Number(highest) > last)
    run('INSERT INTO discarded_messages VALUES (?, ?, ?)', datasetId, last + 1, Number(highest))
}

const selectLast = `SELECT (SELECT max(id) FROM messages WHERE dataset_id = ?),
  (SELECT coalesce(max(last), 0) FROM discarded_messages WHERE dataset_id = ?)`
const selectNeeded = `SELECT max(
  coalesce((SELECT last FROM baseline_messages WHERE dataset_id = ?), 0),
  coalesce((SELECT max(last_message) FROM snapshot_rows WHERE snapshot_id IN (SELECT id FROM snapshots WHERE dataset_id = ?)), 0))`
