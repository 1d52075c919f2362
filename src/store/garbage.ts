// Deletes the rows of datasets that nothing refers to, and of deleted snapshots. Rows are deleted in
// slices in the background, because deleting a million rows takes as long as seeding them. Afterwards
// the free pages return to the file system, or to memory.

import { clearTimeout, performance, setTimeout } from '../clock/real-time.ts'
import { withoutTriggers } from './without-triggers.ts'
import { dropBelongings } from './belongings.ts'
import { DatabaseError } from './database-error.ts'
import type { Run, Statements } from './statements.ts'
import type { Versions } from './versions.ts'

/** The length of one step of deletion. Requests wait for the end of the step. */
const TURN_MS = 4
/** The number of rows to delete before the next look at the time. */
const SLICE = 25
/** The same number for messages. It is higher, because messages have no second index. */
const MESSAGE_SLICE = 250
/** The number of datasets whose rows one step may delete. */
const FEW = 25
/** The number of datasets that one step checks. Each check reads all users too. */
const LOOK_SLICE = 2000
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
    if (!isStopped) next ??= setTimeout(deleteSlice, milliseconds).unref()
  }

  /** Nobody waits for this step. After an error, such as a damaged page, the rows stay. */
  function deleteSlice(): void {
    next = undefined
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

  /** Makes one step, and returns its kind. */
  function work(): 'look' | 'delete' | 'none' {
    if (lookFrom === undefined && (looksAgain || ended.size > 0)) {
      unshare()
      looksAgain = false
      lookFrom = 0
    }
    if (lookFrom !== undefined) {
      lookFrom = discardUnpointed(lookFrom)
      return 'look'
    }
    const gone = statements.all(`SELECT dataset_id ${discarded} LIMIT ${FEW}`, sparedSnapshots())
    if (gone.length > 0)
      statements.change((run) =>
        deleteRowsOf(
          run,
          gone.map(([id]) => Number(id)),
        ),
      )
    else if (!hasMessages(statements)) return 'none'
    else statements.change((run) => deleteMessages(statements, run))
    return 'delete'
  }

  function unshare(): void {
    if (ended.size === 0) return
    const sql = 'DELETE FROM shared_drafts WHERE dataset_id IN (SELECT value FROM json_each(?))'
    statements.change((run) => run(sql, JSON.stringify([...ended])))
    ended.clear()
  }

  /** Marks datasets without a reference as garbage. Returns the first id of the next check. */
  function discardUnpointed(first: number): number | undefined {
    const last = Number(statements.first(endOfLook, first)?.[0] ?? Number.MAX_SAFE_INTEGER)
    const sparedHere = [...spared].filter((id) => id >= first && id <= last)
    const bound = [first, last, JSON.stringify(sparedHere)] as const
    if (statements.first(`${unpointed} LIMIT 1`, ...bound) !== undefined)
      statements.change((run) => {
        run(`INSERT INTO garbage ${unpointed}`, ...bound)
        run(
          'DELETE FROM datasets WHERE id BETWEEN ? AND ? AND id IN (SELECT dataset_id FROM garbage)',
          first,
          last,
        )
      })
    return last === Number.MAX_SAFE_INTEGER ? undefined : last + 1
  }

  /**
   * The spared snapshots as a JSON list. A spared dataset never becomes garbage. A snapshot is garbage
   * until it is completely written.
   */
  const sparedSnapshots = (): string => JSON.stringify([...spared].filter((id) => id < 0))

  function deleteRowsOf(run: Run, garbageIds: readonly number[]): void {
    const end = performance.now() + TURN_MS
    withoutTriggers(run, () => {
      for (const id of garbageIds) {
        while (!isDeleted(run, id)) if (performance.now() > end) return
        versions.forget(id)
        if (performance.now() > end) return
      }
    })
  }

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
  return statements.change((run) => {
    const id = Number(statements.first('INSERT INTO datasets DEFAULT VALUES RETURNING id')?.[0])
    garbage.spareForAll(run, id)
    garbage.spare(id)
    return id
  })
}

const pointers = [
  'SELECT dataset_id AS id FROM users',
  'SELECT baseline_id FROM users',
  'SELECT dataset_id FROM baseline_users',
  'SELECT dataset_id FROM snapshots',
  'SELECT dataset_id FROM shared_drafts',
].join(' UNION ALL ')

/** Selects datasets without a reference between two ids. The third value is a list of spared ids. */
const unpointed = `WITH k (first, last, spared) AS (VALUES (?, ?, ?))
  SELECT id FROM datasets WHERE id BETWEEN (SELECT first FROM k) AND (SELECT last FROM k) AND id NOT IN (
    SELECT id FROM (${pointers}) WHERE id BETWEEN (SELECT first FROM k) AND (SELECT last FROM k)
    UNION ALL SELECT value FROM json_each((SELECT spared FROM k)))`
const endOfLook = `SELECT id FROM datasets WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ${LOOK_SLICE - 1}`

const discarded = `FROM garbage WHERE dataset_id NOT IN (
  SELECT dataset_id FROM shared_drafts UNION SELECT value FROM json_each(?))`

const hasMessages = (statements: Statements): boolean =>
  statements.first('SELECT 1 FROM discarded_messages LIMIT 1') !== undefined

/**
 * Deletes a snapshot; its rows are deleted later. In the table `garbage`, a negative id is a snapshot.
 * Call this inside a change.
 */
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
