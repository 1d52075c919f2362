// Datasets that nobody points at any more, and snapshots that were deleted. Their rows go a slice at a time in the background,
// because deleting a million rows takes as long as seeding them. What they took up goes back to the file, or to memory, once they
// are gone.

import { clearTimeout, performance, setTimeout } from '../clock/real-time.ts'
import { withoutTriggers } from './without-triggers.ts'
import { dropBelongings } from './belongings.ts'
import { DatabaseError } from './database-error.ts'
import type { Run, Statements } from './statements.ts'
import type { Versions } from './versions.ts'

/** How long rows are deleted at once: the server answers nothing in the meantime. */
const TURN_MS = 4
/** How many rows of a table go before the next look at the time. */
const SLICE = 25
/** Messages have no other index. */
const MESSAGE_SLICE = 250
/** Of how many datasets rows go at once. */
const FEW = 25
/** How many datasets are looked at together. With each look goes one at all users. */
const LOOK_SLICE = 2000
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
  /** The id from which on nobody has looked yet whether datasets are pointed at; undefined when all are seen. */
  let lookFrom: number | undefined
  let looksAgain = false

  function collect(): void {
    looksAgain = true
    collectIn(PAUSE_MS)
  }

  function collectIn(milliseconds: number): void {
    if (!isStopped) next ??= setTimeout(deleteSlice, milliseconds).unref()
  }

  /** Nobody waits for this: what fails, say on a damaged page, is left where it is. */
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

  /** Says what it did. */
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

  /** Gives the id from which on to look next. */
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

  /** A spared dataset never becomes garbage; a snapshot that is being written is garbage until all of it is there. */
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

const pointers = [
  'SELECT dataset_id AS id FROM users',
  'SELECT baseline_id FROM users',
  'SELECT dataset_id FROM baseline_users',
  'SELECT dataset_id FROM snapshots',
  'SELECT dataset_id FROM shared_drafts',
].join(' UNION ALL ')

/** Between two ids; the third value is a list of ids that are spared. */
const unpointed = `WITH k (first, last, spared) AS (VALUES (?, ?, ?))
  SELECT id FROM datasets WHERE id BETWEEN (SELECT first FROM k) AND (SELECT last FROM k) AND id NOT IN (
    SELECT id FROM (${pointers}) WHERE id BETWEEN (SELECT first FROM k) AND (SELECT last FROM k)
    UNION ALL SELECT value FROM json_each((SELECT spared FROM k)))`
const endOfLook = `SELECT id FROM datasets WHERE id >= ? ORDER BY id LIMIT 1 OFFSET ${LOOK_SLICE - 1}`

const discarded = `FROM garbage WHERE dataset_id NOT IN (
  SELECT dataset_id FROM shared_drafts UNION SELECT value FROM json_each(?))`

const hasMessages = (statements: Statements): boolean =>
  statements.first('SELECT 1 FROM discarded_messages LIMIT 1') !== undefined

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
    `DELETE FROM messages WHERE dataset_id = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ${MESSAGE_SLICE}`,
    datasetId,
    first,
    last,
  )
  if (count < MESSAGE_SLICE)
    run('DELETE FROM discarded_messages WHERE dataset_id = ? AND first = ?', datasetId, first)
}

/** Deletes some rows; whether all are gone then. */
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
