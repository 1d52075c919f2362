// Datasets that nobody points at any more, and snapshots that were deleted. Their rows go a slice at a time in the background,
// because deleting a million rows takes as long as seeding them. What they took up goes back to the file, or to memory, once they
// are gone.

import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { withoutTriggers } from './without-triggers.ts'
import { dropBelongings } from './belongings.ts'
import { DatabaseError } from './database-error.ts'
import type { Run, Statements } from './statements.ts'
import type { Versions } from './versions.ts'

/** How many rows go at once: the server answers nothing in the meantime. */
const SLICE = 250
/** Of how many datasets. */
const FEW = 25
/** Others are answered between two slices. A timer goes off also while nobody asks, unlike an immediate that keeps no process alive. */
const PAUSE_MS = 4
/** How many pages are given back at once, and after how long a rest: rows that come in the meantime use them again. */
const PAGES = 32
const REST_MS = 1000
/** After another process was writing. */
const RETRY_MS = 1000

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

export type Garbage = ReturnType<typeof createGarbage>

type GarbageOptions = {
  /** Whether other processes use the file as well. */
  readonly isShared: boolean
  readonly onError: (error: unknown) => void
}

export function createGarbage(
  statements: Statements,
  versions: Versions,
  { isShared, onError }: GarbageOptions,
) {
  const spared = new Set<number>()
  /** Of those, the ones that other processes spare as well; and those that they need spare no longer. */
  const sparedForAll = new Set<number>()
  const ended = new Set<number>()
  let next: NodeJS.Timeout | undefined
  let shrinking: NodeJS.Timeout | undefined
  let isStopped = false
  /** Whether there may be datasets that nobody points at: looking for them takes long where there are many users. */
  let mayBeUnpointed = false

  function collect(): void {
    mayBeUnpointed = true
    collectIn(PAUSE_MS)
  }

  function collectIn(milliseconds: number): void {
    if (!isStopped) next ??= setTimeout(deleteSlice, milliseconds).unref()
  }

  /** Nobody waits for this: what fails, say on a damaged page, is left where it is. */
  function deleteSlice(): void {
    next = undefined
    try {
      if (!deleteSome()) return
      collectIn(PAUSE_MS)
      shrinkIn(REST_MS)
    } catch (error) {
      if (error instanceof DatabaseError && error.kind === 'busy') return collectIn(RETRY_MS)
      onError(error)
    }
  }

  function shrinkIn(milliseconds: number): void {
    clearTimeout(shrinking)
    if (!isStopped) shrinking = setTimeout(shrink, milliseconds).unref()
  }

  function shrink(): void {
    try {
      const state = statements.shrink(PAGES)
      if (state !== 'done') shrinkIn(state === 'more' ? PAUSE_MS : RETRY_MS)
    } catch (error) {
      if (error instanceof DatabaseError && error.kind === 'busy') return shrinkIn(RETRY_MS)
      onError(error)
    }
  }

  /** False when there was nothing to delete. */
  function deleteSome(): boolean {
    const sparedIds = JSON.stringify([...spared])
    const isSome = (from: string): boolean =>
      statements.first(`SELECT 1 ${from} LIMIT 1`, sparedIds) !== undefined
    mayBeUnpointed &&= ended.size > 0 || isSome(unpointed)
    const hasMessages = statements.first('SELECT 1 FROM discarded_messages LIMIT 1') !== undefined
    if (!mayBeUnpointed && !hasMessages && !isSome(discarded)) return false
    statements.change((run) => {
      if (mayBeUnpointed) discardUnpointed(run, sparedIds)
      const gone = statements.all(`SELECT dataset_id ${discarded} LIMIT ${FEW}`, sparedIds)
      if (gone.length === 0) return deleteMessages(statements, run)
      withoutTriggers(run, () => {
        let left = SLICE
        for (const [id] of gone) {
          left = deleteRows(run, Number(id), left)
          versions.forget(Number(id))
          if (left <= 0) return
        }
      })
    })
    ended.clear()
    mayBeUnpointed = false
    return true
  }

  function discardUnpointed(run: Run, sparedIds: string): void {
    run(
      'DELETE FROM shared_drafts WHERE dataset_id IN (SELECT value FROM json_each(?))',
      JSON.stringify([...ended]),
    )
    run(`INSERT INTO garbage SELECT id ${unpointed}`, sparedIds)
    run('DELETE FROM datasets WHERE id IN (SELECT dataset_id FROM garbage)')
  }

  return {
    /** Deletes later what nobody points at now. */
    collect,

    /** Within the change that makes a staged dataset, or begins to write rows: other processes spare it as well. */
    spareForAll(run: Run, datasetId: number): void {
      if (!isShared) return
      run('INSERT OR IGNORE INTO shared_drafts VALUES (?)', datasetId)
      ended.delete(datasetId)
      sparedForAll.add(datasetId)
    },

    /** A staged dataset, or a snapshot that is being written or read (by its negative id), lives although nobody points at it. */
    spare(datasetId: number): void {
      spared.add(datasetId)
    },

    unspare(datasetId: number): void {
      spared.delete(datasetId)
      if (sparedForAll.delete(datasetId)) ended.add(datasetId)
    },

    stop(): void {
      isStopped = true
      for (const timer of [next, shrinking]) clearTimeout(timer)
    },
  }
}

/** A dataset that nobody points at, and that lives all the same until it is no longer spared. */
export function addDataset(statements: Statements, garbage: Garbage): number {
  return statements.change((run) => {
    const id = Number(statements.first('INSERT INTO datasets DEFAULT VALUES RETURNING id')?.[0])
    garbage.spareForAll(run, id)
    garbage.spare(id)
    return id
  })
}

const unpointed = `FROM datasets WHERE id NOT IN (
  SELECT dataset_id FROM users UNION SELECT baseline_id FROM users UNION SELECT dataset_id FROM baseline_users UNION
  SELECT dataset_id FROM snapshots UNION SELECT dataset_id FROM shared_drafts UNION SELECT value FROM json_each(?))`

const discarded = `FROM garbage WHERE dataset_id NOT IN (
  SELECT dataset_id FROM shared_drafts UNION SELECT value FROM json_each(?))`

/** Within a change: its rows go later. In the table of garbage it is told from a dataset by the sign. */
export function discardSnapshot(run: Run, id: number): void {
  run('DELETE FROM snapshots WHERE id = ?', id)
  dropBelongings(run, id)
  run('INSERT INTO garbage VALUES (?)', -id)
}

function deleteMessages(statements: Statements, run: Run): void {
  const range = statements.first('SELECT dataset_id, first, last FROM discarded_messages LIMIT 1')
  if (!range) return
  const [datasetId = 0, first = 0, last = 0] = range
  const count = run(
    `DELETE FROM messages WHERE dataset_id = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ${SLICE}`,
    datasetId,
    first,
    last,
  )
  if (count < SLICE)
    run('DELETE FROM discarded_messages WHERE dataset_id = ? AND first = ?', datasetId, first)
}

/** Gives how many more rows may go. */
function deleteRows(run: Run, garbageId: number, most: number): number {
  const [column, itsTables] =
    garbageId < 0 ? ['snapshot_id', snapshotTables] : ['dataset_id', tables]
  let left = most
  for (const table of itsTables) {
    left -= run(`DELETE FROM ${table} WHERE ${column} = ? LIMIT ?`, Math.abs(garbageId), left)
    if (left <= 0) return left
  }
  run('DELETE FROM garbage WHERE dataset_id = ?', garbageId)
  return left
}
