// Deletes the rows of garbage in steps of a few milliseconds: rows of datasets and of snapshots, and
// messages.

import { performance } from '../clock/real-time.ts'
import { dropBelongings } from './belongings.ts'
import type { Run, Statements } from './statements.ts'
import { withoutTriggers } from './without-triggers.ts'

/** The length of one step of deletion. Requests wait for the end of the step. */
const TURN_MS = 4
/** The number of rows to delete before the next look at the time. */
const SLICE = 25
/** The same number for messages. It is higher, because messages have no second index. */
const MESSAGE_SLICE = 250
const tables = [
  'conversations',
  'originals',
  'touched',
  'assistants',
  'added_assistants',
  'assistant_fields',
  'webhooks',
  'balances',
  'messages',
  'baseline_messages',
  'discarded_messages',
] as const
const snapshotTables = ['snapshot_rows', 'snapshot_touched'] as const

/**
 * Deletes a snapshot; its rows are deleted later. In the table `garbage`, a negative id is a snapshot.
 * Call this inside a change.
 */
export function discardSnapshot(run: Run, id: number): void {
  run('DELETE FROM snapshots WHERE id = ?', id)
  dropBelongings(run, id)
  run('INSERT INTO garbage VALUES (?)', -id)
}

type Deletion = {
  /** The ids of datasets. A negative id is a snapshot. */
  readonly ids: readonly number[]
  /** Called for each id whose rows are all gone. */
  readonly onDeleted: (id: number) => void
}

/** Deletes rows until the time of a step is over. Call this inside a change. */
export function deleteRowsOf(run: Run, { ids, onDeleted }: Deletion): void {
  const end = performance.now() + TURN_MS
  withoutTriggers(run, () => {
    for (const id of ids) {
      while (!isDeleted(run, id)) if (performance.now() > end) return
      onDeleted(id)
      if (performance.now() > end) return
    }
  })
}

export const hasMessages = (statements: Statements): boolean =>
  statements.first('SELECT 1 FROM discarded_messages LIMIT 1') !== undefined

/** Deletes some messages that no row refers to. Call this inside a change. */
export function deleteMessages(statements: Statements, run: Run): void {
  const range = statements.first('SELECT dataset_id, first, last FROM discarded_messages LIMIT 1')
  if (!range) return
  const [datasetId = 0, first = 0, last = 0] = range
  const count = run(
    `DELETE FROM messages WHERE dataset_id = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ${MESSAGE_SLICE}`,
    datasetId,
    first,
    last,
  )
  if (count < MESSAGE_SLICE)
    run('DELETE FROM discarded_messages WHERE dataset_id = ? AND first = ?', datasetId, first)
}

/** Deletes some rows. Returns true when all are gone. */
function isDeleted(run: Run, garbageId: number): boolean {
  const [column, itsTables] =
    garbageId < 0 ? ['snapshot_id', snapshotTables] : ['dataset_id', tables]
  for (const table of itsTables) {
    const count = run(
      `DELETE FROM ${table} WHERE ${column} = ? LIMIT ${SLICE}`,
      Math.abs(garbageId),
    )
    if (count === SLICE) return false
  }
  run('DELETE FROM garbage WHERE dataset_id = ?', garbageId)
  return true
}
