// Traffic adds new conversations at a steady rate.

import { clearTimeout, performance, setTimeout } from '../clock/real-time.ts'
import type { Clocks } from '../clock/clocks.ts'
import type { RowMaker } from '../seed/row-maker.ts'
import { DatabaseError } from '../store/database-error.ts'
import type { Store } from '../store/open-store.ts'
import { reasonOf } from '../system/system-errors.ts'
import { makeRows, type InsertContext } from './apply.ts'
import type { TrafficOptions, TrafficState } from './schemas.ts'

export type Traffic = ReturnType<typeof createTraffic>

/** The settings with the seed of the row maker. */
type TrafficSettings = Omit<TrafficOptions, 'seed'> & { readonly seed: number }

type TrafficSurroundings = {
  readonly store: Store
  readonly clocks: Clocks
  /** Called with the error that stopped a user's traffic early. */
  readonly onError: (error: unknown) => void
}

type Stream = {
  readonly settings: TrafficSettings
  readonly rowMaker: RowMaker
  /** A time of performance.now() in milliseconds, which no change of the clock affects. */
  readonly startedAt: number
  inserted: number
  error: string | null
  timer: NodeJS.Timeout | undefined
}

/** Rows that are due within this time are written together. */
const TICK_MS = 20
/** The limit of one write. After a pause, requests are answered between writes of overdue rows. */
const MAX_BATCH = 100

export function createTraffic({ store, clocks, onError }: TrafficSurroundings) {
  const streams = new Map<number, Stream>()

  function start(userId: number, settings: TrafficSettings, rowMaker: RowMaker): TrafficState {
    stop(userId)
    const stream = {
      settings,
      rowMaker,
      startedAt: performance.now(),
      inserted: 0,
      error: null,
      timer: undefined,
    }
    streams.set(userId, stream)
    schedule(userId, stream)
    return toState(stream)
  }

  function stop(userId?: number): void {
    for (const [id, stream] of streams) {
      if (userId !== undefined && userId !== id) continue
      clearTimeout(stream.timer)
      streams.delete(id)
    }
  }

  /** Each row has a time counted from the start, so a late timer does not delay the next rows. */
  function schedule(userId: number, stream: Stream): void {
    const { settings, startedAt, inserted } = stream
    const moment = startedAt + ((inserted + 1) * 1000) / settings.per_second
    stream.timer = setTimeout(
      () => work(userId, stream),
      Math.max(TICK_MS, Math.ceil(moment - performance.now())),
    ).unref()
  }

  function work(userId: number, stream: Stream): void {
    stream.timer = undefined
    try {
      const datasetId = store.users.find(userId)?.dataset_id
      if (datasetId === undefined) return stop(userId)
      insert({ datasetId, now: clocks.now(userId), rowMaker: stream.rowMaker }, stream)
    } catch (error) {
      // Another process is writing. The rows of this attempt are written at the next one.
      if (error instanceof DatabaseError && error.kind === 'busy') return schedule(userId, stream)
      stream.error = reasonOf(error)
      return onError(error)
    }
    if (stream.inserted < stream.settings.limit) schedule(userId, stream)
  }

  function insert(context: InsertContext, stream: Stream): void {
    const { per_second, limit, draft = {} } = stream.settings
    const due = Math.floor(((performance.now() - stream.startedAt) * per_second) / 1000)
    const count = Math.min(due, limit, stream.inserted + MAX_BATCH) - stream.inserted
    if (count <= 0) return
    const given = Array.from({ length: count }, () => draft)
    store.change(() =>
      store.rows.write(context.datasetId, { insert: makeRows(store, given, context) }),
    )
    stream.inserted += count
  }

  return {
    /** Starts traffic, which replaces the user's current one. */
    start,

    state(userId: number): TrafficState | undefined {
      const stream = streams.get(userId)
      return stream && toState(stream)
    },

    /** The ids of the users with traffic, also when it has ended by itself. */
    users: (): number[] => [...streams.keys()],

    /** Ends the traffic of one user; undefined means all traffic. */
    stop,

    /** Ends the traffic of a deleted user. */
    forget: (userId: number): void => stop(userId),

    close: (): void => stop(),
  }
}

const toState = ({
  settings: { per_second, seed, limit },
  inserted,
  error,
  timer,
}: Stream): TrafficState => ({
  per_second,
  seed,
  limit,
  inserted,
  is_running: timer !== undefined,
  error,
})
