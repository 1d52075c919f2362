// Writes rows of a snapshot that a dataset lacks, in turns. Readers see them only when the snapshot is
// restored, because they are hidden until then.

import type { Work } from '../clock/turns.ts'
import { performance } from '../clock/real-time.ts'
import type { Hidden } from './hidden.ts'
import type { OthersWork } from './others-work.ts'
import { DuplicateRowError, GoneError, writeUnique } from './row-error.ts'
import { columns } from './schema.ts'
import type { StoredSnapshot } from './snapshot-rows.ts'
import { endStaging, isStaged, reserveRids, type StagedRows, takeBack } from './staged-rows.ts'
import type { Run, Statements } from './statements.ts'
import { tryWork } from './staging.ts'
import { withoutTriggers } from './without-triggers.ts'

/** The length of one change. Requests wait for its end. */
const TURN_MS = 4

export type MissingRows = {
  /** Makes the rows last. Call this inside the change that restores the snapshot. */
  readonly keep: (run: Run) => void
  /** Shows the rows. Call this after that change. */
  readonly reveal: () => void
  readonly takeBack: () => Work<void>
}

type MissingOptions = { readonly hidden: Hidden; readonly others: OthersWork }

export function createMissingRows(statements: Statements, { hidden, others }: MissingOptions) {
  /** The highest id is written first. It keeps clients from using the ids, and others from the rids. */
  function begin(snapshot: StoredSnapshot, ids: readonly number[]): StagedRows {
    return statements.changeOutdating({ datasetId: snapshot.datasetId, what: 'work' }, (run) => {
      const { datasetId } = snapshot
      const staged = reserveRids(statements, run, { datasetId, count: ids.length })
      withoutTriggers(run, () => insert(run, snapshot, [ids.at(-1) ?? 0, staged.rids.last]))
      return staged
    })
  }

  function* writeAll(
    snapshot: StoredSnapshot,
    staged: StagedRows,
    rest: readonly number[],
  ): Work<void> {
    for (let at = 0; at < rest.length; yield statements.betweenChanges()) {
      const end = performance.now() + TURN_MS
      statements.changeOutdating('nothing', (run) => {
        if (!isStaged(statements, staged)) throw new GoneError()
        withoutTriggers(run, () => {
          do insert(run, snapshot, [rest[at] ?? 0, staged.rids.first + at])
          while (++at < rest.length && performance.now() < end)
        })
      })
    }
  }

  /**
   * Writes the rows with these ids, which rise. Returns undefined when a row cannot be written, because
   * the dataset has its id or its uuid in the meantime.
   */
  return function* write(
    snapshot: StoredSnapshot,
    ids: readonly number[],
  ): Work<MissingRows | undefined> {
    const { datasetId } = snapshot
    let staged: StagedRows
    try {
      staged = begin(snapshot, ids)
    } catch (error) {
      if (isTaken(error)) return undefined
      throw error
    }
    function reveal(): void {
      others.own.delete(staged.rids.first)
      hidden.reveal(datasetId)
    }
    function* takeAllBack(): Work<void> {
      yield* takeBack(statements, staged)
      reveal()
    }
    others.own.add(staged.rids.first)
    hidden.hide(datasetId, { rids: staged.rids })
    try {
      yield* writeAll(snapshot, staged, ids.slice(0, -1))
    } catch (error) {
      hidden.unfinished.set(datasetId, takeAllBack)
      yield* tryWork(takeAllBack())
      if (isTaken(error)) return undefined
      throw error
    }
    return {
      keep(run) {
        if (!isStaged(statements, staged)) throw new GoneError()
        endStaging(run, staged)
      },
      reveal,
      *takeBack() {
        hidden.unfinished.set(datasetId, takeAllBack)
        yield* tryWork(takeAllBack())
      },
    }
  }
}

function insert(run: Run, { id, datasetId }: StoredSnapshot, [row, rid]: [number, number]): void {
  writeUnique('insert', 0, () => run(insertKept, rid, datasetId, id, row))
  run(noteTouched, datasetId, row)
}

const isTaken = (error: unknown): boolean => error instanceof DuplicateRowError

const keptColumns = columns.replace('dataset_id', '?')
const insertKept = `INSERT OR FAIL INTO conversations (rid, ${columns})
  SELECT ?, ${keptColumns} FROM snapshot_rows WHERE snapshot_id = ? AND id = ?`

/** Does the work of the triggers. The row is new, so there is no original. */
const noteTouched =
  'INSERT INTO touched VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET is_moved = 1 WHERE NOT is_moved'
