// Deletes the rows of datasets that nothing refers to, and of deleted snapshots. Rows are deleted in
// slices in the background, because deleting a million rows takes as long as seeding them. Afterwards
// the free pages return to the file system, or to memory.

import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { DatabaseError } from './database-error.ts'
import { deleteMessages, deleteRowsOf, hasMessages } from './garbage-rows.ts'
import type { Run, Statements } from './statements.ts'
import { discardUnpointed } from './unpointed.ts'
import type { Versions } from './versions.ts'

/** The number of datasets whose rows one step may delete. */
const FEW = 25
/**
 * The pause between two steps, in which requests are answered. A timer also fires while no request
 * arrives. An unreferenced immediate would not.
 */
const PAUSE_MS = 4
/**
 * The number of pages that one step gives back, and the rest before the first step. New rows can use
 * free pages during the rest.
 */
const PAGES = 32
const REST_MS = 1000
/** The pause after a step that failed because another process was writing. */
const RETRY_MS = 1000

export type Garbage = ReturnType<typeof createGarbage>

type GarbageOptions = {
  /** Whether other processes also use the file. */
  readonly isShared: boolean
  readonly onError: (error: unknown) => void
}

export function createGarbage(
  statements: Statements,
  versions: Versions,
  { isShared, onError }: GarbageOptions,
) {
  const spared = new Set<number>()
  /** Spared datasets that the file records for other processes, and datasets to remove from it. */
  const sparedForAll = new Set<number>()
  const ended = new Set<number>()
  let next: NodeJS.Timeout | undefined
  let shrinking: NodeJS.Timeout | undefined
  let isStopped = false
  /** The first id of the next check for datasets without a reference. Undefined without a check. */
  let lookFrom: number | undefined
  let looksAgain = false

  function collect(): void {
    looksAgain = true
    collectIn(PAUSE_MS)
  }

  function collectIn(milliseconds: number): void {
    if (!isStopped) next ??= setTimeout(startSlice, milliseconds).unref()
  }

  function startSlice(): void {
    const bounded = statements.log?.untilBounded()
    if (bounded) void bounded.then(deleteSlice)
    else deleteSlice()
  }

  /** Nobody waits for this step. After an error, such as a damaged page, the rows stay. */
  function deleteSlice(): void {
    next = undefined
    if (isStopped) return
    try {
      const step = work()
      if (step === 'none') return
      collectIn(PAUSE_MS)
      if (step === 'delete') shrinkIn(REST_MS)
    } catch (error) {
      if (error instanceof DatabaseError && error.kind === 'busy') return collectIn(RETRY_MS)
      onError(error)
    }
  }

  function shrinkIn(milliseconds: number): void {
    clearTimeout(shrinking)
    if (!isStopped) shrinking = setTimeout(() => void shrink(), milliseconds).unref()
  }

  /** At the end the log is copied, because only this makes the file itself smaller. */
  async function shrink(): Promise<void> {
    try {
      await statements.log?.untilBounded()
      if (isStopped) return
      if (statements.shrink(PAGES) === 'more') shrinkIn(PAUSE_MS)
      else if (!(await statements.copyLog())) shrinkIn(RETRY_MS)
    } catch (error) {
      if (error instanceof DatabaseError && error.kind === 'busy') return shrinkIn(RETRY_MS)
      onError(error)
    }
  }

  /** Makes one step, and returns its kind. */
  function work(): 'look' | 'delete' | 'none' {
    if (lookFrom === undefined && (looksAgain || ended.size > 0)) {
      unshare()
      looksAgain = false
      lookFrom = 0
    }
    if (lookFrom !== undefined) {
      lookFrom = discardUnpointed(statements, spared, lookFrom)
      return 'look'
    }
    const gone = statements.all(`SELECT dataset_id ${discarded} LIMIT ${FEW}`, sparedSnapshots())
    if (gone.length > 0)
      statements.changeOutdating('nothing', (run) =>
        deleteRowsOf(run, {
          ids: gone.map(([id]) => Number(id)),
          onDeleted: versions.forget,
        }),
      )
    else if (!hasMessages(statements)) return 'none'
    else statements.changeOutdating('nothing', (run) => deleteMessages(statements, run))
    return 'delete'
  }

  function unshare(): void {
    if (ended.size === 0) return
    const sql = 'DELETE FROM shared_drafts WHERE dataset_id IN (SELECT value FROM json_each(?))'
    statements.changeOutdating('nothing', (run) => run(sql, JSON.stringify([...ended])))
    ended.clear()
  }

  /**
   * The spared snapshots as a JSON list. A spared dataset never becomes garbage. A snapshot is garbage
   * until it is completely written.
   */
  const sparedSnapshots = (): string => JSON.stringify([...spared].filter((id) => id < 0))

  return {
    /** Deletes later all rows that nothing refers to now. */
    collect,

    /**
     * Makes other processes spare the dataset too. Call this inside the change that creates the
     * dataset, or that begins to write its rows.
     */
    spareForAll(run: Run, datasetId: number): void {
      if (!isShared) return
      run('INSERT OR IGNORE INTO shared_drafts VALUES (?)', datasetId)
      ended.delete(datasetId)
      sparedForAll.add(datasetId)
    },

    /**
     * Keeps a dataset that nothing refers to. A negative id is a snapshot that is being written or
     * read.
     */
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

/** Adds a dataset that nothing refers to. It stays until unspare(). */
export function addDataset(statements: Statements, garbage: Garbage): number {
  return statements.changeOutdating('nothing', (run) => {
    const id = Number(statements.first('INSERT INTO datasets DEFAULT VALUES RETURNING id')?.[0])
    garbage.spareForAll(run, id)
    garbage.spare(id)
    return id
  })
}

const discarded = `FROM garbage WHERE dataset_id NOT IN (
  SELECT dataset_id FROM shared_drafts UNION SELECT value FROM json_each(?))`
