// Lanes: which requests one client may have sent one after the other.
//
// A client that waits for each answer has one request under way; clients at once have several. Connections alone do not tell
// them apart: undici, which is fetch() in Node.js, takes turns between two of them though it waits for each answer. So a request takes
// the first lane of its token on which it can have followed: over the same connection, or over one that was opened after the
// last answer on that lane had left.

import type { Socket } from 'node:net'
import type { Connection } from '../exchange.ts'

/** The token of the lanes; null for requests without a good token. */
type TokenId = number | null

/** `isUsed`: it served requests before, of whatever kind, so that being open tells nothing. */
type Use = { readonly openedAt: number; isUsed: boolean; token: TokenId; lane: Lane | undefined }

/** `use`: the connection of the last request. `answeredAt` is Infinity while a request is under way. */
type Lane = { readonly index: number; use: Use; answeredAt: number }

/** No client reads an answer and asks again over another connection within so few milliseconds. */
const TURNAROUND_MS = 0.12
const MAX_TOKENS = 2000

export type Connections = ReturnType<typeof createConnections>

/** All times are milliseconds since the program began. */
export function createConnections() {
  const bySocket = new WeakMap<Socket, Connection>()
  const byToken = new Map<TokenId, Lane[]>()
  let opened = 0

  function open(socket: Socket, now: number): Connection {
    const connection = connect({ openedAt: now, isUsed: false, token: null, lane: undefined })
    bySocket.set(socket, connection)
    return connection
  }

  const connect = (use: Use): Connection => ({
    number: ++opened,

    take(token, now) {
      const isSame = use.lane !== undefined && use.token === token && use.lane.use === use
      const lane = isSame && use.lane ? use.lane : find(use, token, now)
      lane.use = use
      lane.answeredAt = Infinity
      use.lane = lane
      use.token = token
      use.isUsed = true
      return lane.index
    },

    use() {
      use.isUsed = true
    },

    answered(now) {
      if (use.lane) use.lane.answeredAt = now
    },
  })

  function find(use: Use, token: TokenId, now: number): Lane {
    const lanes = lanesOf(token)
    const free = lanes.find((lane) => lane.use === use || canFollow(lane, use, now))
    if (free) return free
    const added: Lane = { index: lanes.length, use, answeredAt: 0 }
    lanes.push(added)
    return added
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

  return {
    /** A connection was made. */
    open,

    /** The connection of a request, which began now if nobody saw it open. */
    of: (socket: Socket, now: number): Connection => bySocket.get(socket) ?? open(socket, now),
  }
}

const canFollow = ({ answeredAt }: Lane, { openedAt, isUsed }: Use, now: number): boolean =>
  answeredAt + TURNAROUND_MS <= now && (isUsed || openedAt >= answeredAt)
