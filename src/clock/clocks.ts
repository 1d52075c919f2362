// The time: one clock for the server, and one for each user that has its own.

import { realNow as systemNow } from './real-time.ts'

export type Clocks = ReturnType<typeof createClocks>

/** The real time that a server is given. */
export type RealTime = {
  /** Unix milliseconds. */
  readonly now: () => number
  /** Milliseconds since the program began. No change of the machine's clock moves it. */
  readonly elapsed: () => number
}

export type ClockState = {
  /** The user of the clock; null for the server's. */
  readonly user: number | null
  /** Unix seconds with a fraction. */
  readonly now: number
  readonly is_frozen: boolean
  /** False where a user follows the server's clock, or the server real time. */
  readonly is_own: boolean
}

/** Seconds. `advance` counts from `now`, or from what the clock shows. */
export type ClockSetting = {
  readonly now?: number | undefined
  readonly advance?: number | undefined
  readonly is_frozen?: boolean | undefined
}

/** A time at which no row could be written. */
export class ClockError extends Error {
  override name = 'ClockError'
}

/** Whole milliseconds, for the sum of two fractions of seconds may fall short of a second. */
type Clock = { readonly frozenAt: number | undefined; readonly ahead: number }

const realTime: Clock = { frozenAt: undefined, ahead: 0 }
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** `realNow` gives Unix milliseconds. */
export function createClocks(realNow: () => number = systemNow) {
  const own = new Map<number, Clock>()
  let server = realTime

  const clockOf = (userId: number | null | undefined): Clock =>
    own.size === 0 || userId === null || userId === undefined ? server : (own.get(userId) ?? server)

  function state(userId?: number | null): ClockState {
    const clock = clockOf(userId)
    return {
      user: userId ?? null,
      now: read(clock, realNow()) / 1000,
      is_frozen: clock.frozenAt !== undefined,
      is_own: clock !== (userId === undefined || userId === null ? realTime : server),
    }
  }

  return {
    /** Unix seconds with a fraction; without a user, or for one without a clock of its own, by the server's clock. */
    now: (userId?: number | null): number => read(clockOf(userId), realNow()) / 1000,

    state,

    /** A clock that runs runs on from the time it is set to. Throws a ClockError, and then nothing has changed. */
    set(userId: number | null | undefined, setting: ClockSetting): ClockState {
      const clock = change(clockOf(userId), setting, realNow())
      if (userId === undefined || userId === null) server = clock
      else own.set(userId, clock)
      return state(userId)
    },

    /** A user follows the server's clock again; without a user everybody follows real time. */
    reset(userId?: number | null): void {
      if (userId !== undefined && userId !== null) return void own.delete(userId)
      own.clear()
      server = realTime
    },

    /** The user is gone. */
    forget(userId: number): void {
      own.delete(userId)
    },
  }
}

/** A clock that runs stops at the last millisecond of the year 9999. */
const read = ({ frozenAt, ahead }: Clock, real: number): number =>
  frozenAt ?? Math.min(real + ahead, LAST)

function change(clock: Clock, setting: ClockSetting, real: number): Clock {
  const { now, advance = 0, is_frozen = clock.frozenAt !== undefined } = setting
  const time =
    (now === undefined ? read(clock, real) : Math.round(now * 1000)) + Math.round(advance * 1000)
  if (!(time >= 0 && time <= LAST))
    throw new ClockError('the clock would leave the years 1970 to 9999; choose a time between')
  return is_frozen ? { frozenAt: time, ahead: 0 } : { frozenAt: undefined, ahead: time - real }
}
