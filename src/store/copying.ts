// Copies the baseline or a snapshot of a dataset over many turns. Users can read and change the dataset
// meanwhile, because a baseline or a snapshot never changes. At the end, one small change replaces the
// dataset by its copy.

import type { Work } from '../clock/turns.ts'
import { withoutTriggers } from './without-triggers.ts'
import { copyBelongings, lastNeeded } from './belongings.ts'
import { addDataset } from './garbage.ts'
import type { StoreCore } from './core.ts'
import { GoneError } from './row-error.ts'
import { columns } from './schema.ts'
import { endOfSlice, type Slicing, slicing } from './slices.ts'
import type { Run } from './statements.ts'

/** A lower cost of touchedCost() takes a few milliseconds, so no copy is needed. */
export const MANY_CHANGED = 1500
/** The most rows that one step copies. One step takes a few milliseconds. */
const SLICE = 100
/** This id belongs to no snapshot. */
const NO_SNAPSHOT = 0

type Original = { readonly datasetId: number; readonly snapshotId?: number }

export type Copying = ReturnType<typeof createCopying>

export function createCopying({ statements, garbage }: StoreCore) {
  /** Copies a dataset and returns the id of the copy. The caller must call release() with both ids. */
  function* copy({ datasetId, snapshotId = NO_SNAPSHOT }: Original): Work<number> {
    garbage.spare(datasetId)
    const copyId = addDataset(statements, garbage)
    try {
      for (let last = -1; last !== Number.MAX_SAFE_INTEGER;) {
        const from = last + 1
        last = lastOfSlice(datasetId, snapshotId, from)
        statements.changeOutdating('nothing', (run) => {
          withoutTriggers(run, () => {
            for (const sql of copySlice) run(sql, copyId, datasetId, snapshotId, from, last)
          })
        })
        yield statements.betweenChanges()
      }
      yield* copyMessages(datasetId, copyId)
      return copyId
    } catch (error) {
      release([datasetId, copyId])
      throw error
    }
  }

  /** Copies the messages that the baseline and the snapshots need. The copy replaces both. */
  function* copyMessages(datasetId: number, copyId: number): Work<void> {
    const last = lastNeeded(statements, datasetId)
    for (let first = 1; first <= last;) {
      const from = first
      const end = endOfSlice(statements, messagesFrom, datasetId, from) ?? last
      statements.changeOutdating('nothing', (run) =>
        run(copyMessageSlice, copyId, datasetId, from, Math.min(end, last)),
      )
      first = end + 1
      yield statements.betweenChanges()
    }
  }

  function lastOfSlice(datasetId: number, snapshotId: number, from: number): number {
    const ends = [
      ...ofDataset.map((rows) => endOfSlice(statements, rows, datasetId, from)),
      ...ofSnapshot.map((rows) => endOfSlice(statements, rows, snapshotId, from)),
    ]
    return Math.min(...ends.map((end) => end ?? Number.MAX_SAFE_INTEGER))
  }

  function release(datasetIds: Iterable<number>): void {
    for (const id of datasetIds) garbage.unspare(id)
    garbage.collect()
  }

  return { copy, release }
}

/**
 * Replaces a dataset by its copy in all references. Throws a GoneError when nothing refers to the
 * dataset any more. Call this inside a change.
 */
export function takeOver(run: Run, datasetId: number, copyId: number): void {
  run(
    'INSERT INTO assistants SELECT ?, id, uuid, name FROM assistants WHERE dataset_id = ?',
    copyId,
    datasetId,
  )
  run(
    'INSERT INTO added_assistants SELECT ?, id FROM added_assistants WHERE dataset_id = ?',
    copyId,
    datasetId,
  )
  copyBelongings(run, datasetId, copyId)
  const known = run(
    `UPDATE datasets SET (chronological, baseline_chronological) =
       (SELECT baseline_chronological, baseline_chronological FROM datasets WHERE id = ?)
     WHERE id = ? AND EXISTS (SELECT 1 FROM datasets WHERE id = ?)`,
    datasetId,
    copyId,
    datasetId,
  )
  const pointing = pointers.map(([table, column]) =>
    run(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`, copyId, datasetId),
  )
  if (known === 0 || pointing.every((count) => count === 0)) throw new GoneError()
}

const pointers = [
  ['users', 'dataset_id'],
  ['users', 'baseline_id'],
  ['baseline_users', 'dataset_id'],
  ['snapshots', 'dataset_id'],
] as const

/** Selects the rows of a slice in a table. `k` contains the ids of the copy and its source. */
const rowsIn = (table: string, scope: 'dataset_id' | 'snapshot_id'): string =>
  `FROM k CROSS JOIN ${table} AS c ON c.${scope} = k.${scope} AND c.id BETWEEN k.first AND k.last`

const slice = 'WITH k (copy_id, dataset_id, snapshot_id, first, last) AS (VALUES (?, ?, ?, ?, ?))'
const copied = columns.replaceAll(/\w+/g, 'c.$&').replace('c.dataset_id', 'k.copy_id')
const isInSnapshot =
  'EXISTS (SELECT 1 FROM snapshot_touched AS s WHERE s.snapshot_id = k.snapshot_id AND s.id = c.id)'
const isUntouched =
  'NOT EXISTS (SELECT 1 FROM touched AS t WHERE t.dataset_id = c.dataset_id AND t.id = c.id)'
/** The two tables that together contain the rows of the baseline. */
const baselines = [
  `${rowsIn('conversations', 'dataset_id')} WHERE ${isUntouched}`,
  `${rowsIn('originals', 'dataset_id')} WHERE true`,
] as const

const copySlice = [
  ...baselines.map(
    (rows) =>
      `${slice} INSERT OR FAIL INTO conversations (${columns}) SELECT ${copied} ${rows} AND NOT ${isInSnapshot}`,
  ),
  `${slice} INSERT OR FAIL INTO conversations (${columns}) SELECT ${copied} ${rowsIn('snapshot_rows', 'snapshot_id')}`,
  ...baselines.map(
    (rows) =>
      `${slice} INSERT INTO originals (${columns}) SELECT ${copied} ${rows} AND ${isInSnapshot}`,
  ),
  `${slice} INSERT INTO touched SELECT k.copy_id, c.id, c.is_moved ${rowsIn('snapshot_touched', 'snapshot_id')}`,
]

const rowsFrom = (table: string, scope: string, bytes = 'octet_length(full)'): Slicing =>
  slicing(`SELECT id, ${bytes} FROM ${table} WHERE ${scope} = ? AND id >= ? ORDER BY id`, SLICE)

const ofDataset = [rowsFrom('conversations', 'dataset_id'), rowsFrom('originals', 'dataset_id')]
const ofSnapshot = [
  rowsFrom('snapshot_rows', 'snapshot_id'),
  rowsFrom('snapshot_touched', 'snapshot_id', '0'),
]
const messagesFrom = rowsFrom(
  'messages',
  'dataset_id',
  'octet_length(content) + octet_length(function_calls)',
)
const copyMessageSlice = `INSERT INTO messages SELECT ?, id, previous, position, role, content, function_calls
  FROM messages WHERE dataset_id = ? AND id BETWEEN ? AND ?`
