// Lanes: which requests one client may have sent one after the other.
//
// A client that waits for each answer has one request under way; clients at once have several. Connections alone do not tell
// them apart: undici, which is fetch() in Node.js, takes turns between two of them though it waits for each answer. So a request takes
// the first lane of its token on which it can have followed: over the same connection, or over one that was opened after the
// last answer on that lane had left.

import type { Socket } from 'node:net'

/** The token of the lanes; null for requests without a good token. */
type TokenId = number | null

/** `isUsed`: it served requests before, of whatever kind, so that being open tells nothing. */
type Seat = { readonly openedAt: number; isUsed: boolean; token: TokenId; lane: Lane | undefined }

/** `answeredAt` is Infinity while a request is under way. */
type Lane = { readonly index: number; seat: Seat; answeredAt: number }

/** No client reads an answer and asks again over another connection within so few milliseconds. */
const TURNAROUND_MS = 0.12
const MAX_TOKENS = 2000

export type Lanes = ReturnType<typeof createLanes>

/** All times are milliseconds since the program began. */
export function createLanes() {
  const seats = new WeakMap<Socket, Seat>()
  const byToken = new Map<TokenId, Lane[]>()

  function open(socket: Socket, now: number): Seat {
    const seat: Seat = { openedAt: now, isUsed: false, token: null, lane: undefined }
    seats.set(socket, seat)
    return seat
  }

  function lanesOf(token: TokenId): Lane[] {
    const known = byToken.get(token)
    if (known) return known
    const lanes: Lane[] = []
    byToken.set(token, lanes)
    const [oldest] = byToken.keys()
    if (byToken.size > MAX_TOKENS && oldest !== undefined) byToken.delete(oldest)
    return lanes
  }

  function find(seat: Seat, token: TokenId, now: number): Lane {
    const lanes = lanesOf(token)
    const free = lanes.find((lane) => lane.seat === seat || canFollow(lane, seat, now))
    if (free) return free
    const added: Lane = { index: lanes.length, seat, answeredAt: 0 }
    lanes.push(added)
    return added
  }

  return {
    /** A connection was made. */
    open(socket: Socket, now: number): void {
      open(socket, now)
    },

    /** The lane of a request of this token that came over this connection, which is under way from now on. */
    take(socket: Socket, token: TokenId, now: number): number {
      const seat = seats.get(socket) ?? open(socket, now)
      const isSame = seat.lane !== undefined && seat.token === token && seat.lane.seat === seat
      const lane = isSame && seat.lane ? seat.lane : find(seat, token, now)
      lane.seat = seat
      lane.answeredAt = Infinity
      seat.lane = lane
      seat.token = token
      seat.isUsed = true
      return lane.index
    },

    /** The connection brought a request that is no client's. */
    use(socket: Socket): void {
      const seat = seats.get(socket)
      if (seat) seat.isUsed = true
    },

    /** The answer to the last request over this connection has left. */
    answer(socket: Socket, now: number): void {
      const lane = seats.get(socket)?.lane
      if (lane) lane.answeredAt = now
    },
  }
}

const canFollow = ({ answeredAt }: Lane, { openedAt, isUsed }: Seat, now: number): boolean =>
  answeredAt + TURNAROUND_MS <= now && (isUsed || openedAt >= answeredAt)
