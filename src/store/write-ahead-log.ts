// Bounds the write-ahead log of a file. SQLite copies a long log into the file (a checkpoint), and
// waits for the disk meanwhile. In the main thread all calls would wait too, so a thread does it.

import type Database from 'better-sqlite3'
import { Worker } from 'node:worker_threads'
import { clearTimeout, setTimeout } from '../clock/real-time.ts'

export type CheckpointData = { readonly file: string; readonly isCopying: SharedArrayBuffer }

/** In pages. A log is copied when more pages than these are not in the file. */
const LONG = 1000
/**
 * In pages. Work in turns waits until a log of this length is copied. Calls that write wait later, so
 * that they do not wait for work in turns.
 */
const TOO_LONG = { forWork: 4 * LONG, forCalls: 8 * LONG } as const
/** In pages. The main thread copies a log of this length itself. */
const LAST_RESORT = 16_384
/** An idle thread takes some megabytes. */
const IDLE_MS = 5000
const CLOSE_MS = 5000

/** The pages in the log, and how many of them are copied. Both are -1 without a log. */
export type LogState = { readonly log: number; readonly checkpointed: number }

/** The bundle has the thread's code in a file of its own. */
const code = new URL(
  import.meta.url.endsWith('.ts') ? './checkpoint-worker.ts' : './checkpoint-worker.cjs',
  import.meta.url,
)

export type WriteAheadLog = ReturnType<typeof boundLog>

export function boundLog(db: Database.Database, file: string) {
  const isCopying = new SharedArrayBuffer(4)
  const flag = new Int32Array(isCopying)
  let worker: Worker | undefined
  let copying: Promise<void> | undefined
  /** The copy after the one that is under way. */
  let following: Promise<void> | undefined
  let end: NodeJS.Timeout | undefined
  db.pragma(`wal_autocheckpoint = ${LAST_RESORT}`)
  /** Copies nothing, and is refused within a transaction. */
  const readState = db.prepare<[], LogState>('PRAGMA wal_checkpoint(NOOP)')
  let state: LogState = { log: 0, checkpointed: 0 }

  async function copy(): Promise<void> {
    clearTimeout(end)
    worker ??= startWorker()
    if (!worker) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const onCopied = (copied: LogState | undefined): void => {
      // Commits since then have made the log longer.
      state = { ...state, checkpointed: copied?.checkpointed ?? state.checkpointed }
      resolve()
    }
    Atomics.store(flag, 0, 1)
    worker.once('message', onCopied).once('exit', resolve).postMessage('copy')
    copying = promise
    await promise
    copying = undefined
    worker?.off('exit', resolve)
    end = setTimeout(stop, IDLE_MS).unref()
  }

  /** A copy that is under way may have begun before the last changes. All who wait share the next. */
  function copyAll(): Promise<void> {
    return (following ??= (copying ?? Promise.resolve()).then(() => {
      following = undefined
      return copy()
    }))
  }

  /** Undefined where no thread may start. The main thread then copies a long log itself. */
  function startWorker(): Worker | undefined {
    const data: CheckpointData = { file, isCopying }
    try {
      const started = new Worker(code, {
        workerData: data,
        execArgv: [],
        resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
      })
      started.unref()
      // A thread that fails ends. The next copy starts another.
      started.on('error', () => undefined)
      started.once('exit', () => {
        if (worker === started) worker = undefined
      })
      return started
    } catch {
      db.pragma(`wal_autocheckpoint = ${LONG}`)
      return undefined
    }
  }

  function stop(): void {
    void worker?.terminate()
    worker = undefined
  }

  return {
    /** Call this after a commit. */
    noteCommit(): void {
      state = readState.get() ?? state
      if (!copying && state.log - state.checkpointed > LONG) void copy()
    },

    /** Call this when the disk is full. The log takes no more room when all of it is copied. */
    noteFull(): void {
      if (!copying) void copy()
    },

    /** Writing goes on after this promise. Undefined while the log is short enough. */
    untilBounded: (writer: keyof typeof TOO_LONG = 'forWork'): Promise<void> | undefined =>
      state.log > TOO_LONG[writer] && state.checkpointed < state.log ? copyAll() : undefined,

    /**
     * Copies the log of all changes so far. Returns false when a reader held up a part of it. SQLite
     * refuses to tell the state within a transaction, which may have begun meanwhile.
     */
    async copy(endTransaction: () => void): Promise<boolean> {
      await copyAll()
      if (!db.open) return true
      endTransaction()
      if (!worker) db.pragma('wal_checkpoint(PASSIVE)')
      state = readState.get() ?? state
      return state.checkpointed >= state.log
    },

    close(): void {
      clearTimeout(end)
      if (copying) Atomics.wait(flag, 0, 1, CLOSE_MS)
      stop()
    },
  }
}
