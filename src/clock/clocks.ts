// Clocks: one for the server, and one for each user that has its own.

import { realNow as systemNow } from './real-time.ts'

export type Clocks = ReturnType<typeof createClocks>

/** The real time that a server uses. */
export type RealTime = {
  /** Unix milliseconds. */
  readonly now: () => number
  /** Milliseconds since the program began. No change of the machine's clock moves it. */
  readonly elapsed: () => number
}

export type ClockState = {
  /** The user that the clock belongs to; null for the server's clock. */
  readonly user: number | null
  /** Unix seconds with a fraction. */
  readonly now: number
  readonly is_frozen: boolean
  /** False when a user follows the server's clock, or when the server follows real time. */
  readonly is_own: boolean
}

/**
 * Times and durations in seconds. `advance` is added to `now`, or else to the current time of the
 * clock.
 */
export type ClockSetting = {
  readonly now?: number | undefined
  readonly advance?: number | undefined
  readonly is_frozen?: boolean | undefined
}

/** The time is outside the years that a row can hold. */
export class ClockError extends Error {
  override name = 'ClockError'
}

/**
 * Both fields are whole milliseconds: the sum of two fractions of seconds may fall short of a whole
 * second.
 */
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
    /**
     * Unix seconds with a fraction. Without a user, or for a user without an own clock, the
     * server's clock counts.
     */
    now: (userId?: number | null): number => read(clockOf(userId), realNow()) / 1000,

    state,

    /**
     * Changes a clock. A running clock goes on from the new time. Throws a ClockError without
     * changing anything.
     */
    set(userId: number | null | undefined, setting: ClockSetting): ClockState {
      const clock = change(clockOf(userId), setting, realNow())
      if (userId === undefined || userId === null) server = clock
      else own.set(userId, clock)
      return state(userId)
    },

    /**
     * Makes a user follow the server's clock again. Without a user, all clocks return to real time.
     */
    reset(userId?: number | null): void {
      if (userId !== undefined && userId !== null) return void own.delete(userId)
      own.clear()
      server = realTime
    },

    /** Drops the clock of a user that was removed. */
    forget(userId: number): void {
      own.delete(userId)
    },
  }
}

/** A running clock stops at the last millisecond of the year 9999. */
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
