// A lane holds requests that one client may have sent one after the other.
//
// A client that waits for each answer has one open request; parallel clients have several.
// Connections do not tell the two cases apart. The fetch() of Node.js (undici) alternates between
// two connections although it waits for each answer.
//
// A request takes the first lane of its token on which it can follow the last request. It can over
// the same connection, or over one that was opened after the last answer on that lane was sent.

import type { Socket } from 'node:net'
import type { Connection } from '../exchange/exchange.ts'

/** The id of a token; null stands for requests without a valid token. */
type TokenId = number | null

/** A connection. `isUsed`: it carried a request, so its age says nothing about the order. */
type State = { readonly openedAt: number; isUsed: boolean; token: TokenId; lane: Lane | undefined }

/** `last` is the connection of the last request. `answeredAt` is Infinity until it is answered. */
type Lane = { readonly index: number; last: State; answeredAt: number }

/** No client reads an answer and sends a request over another connection in less time than this. */
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

  const connect = (state: State): Connection => ({
    number: ++opened,

    take(token, now) {
      const isSame = state.lane !== undefined && state.token === token && state.lane.last === state
      const lane = isSame && state.lane ? state.lane : find(state, token, now)
      lane.last = state
      lane.answeredAt = Infinity
      state.lane = lane
      state.token = token
      state.isUsed = true
      return lane.index
    },

    use() {
      state.isUsed = true
    },

    answered(now) {
      if (state.lane) state.lane.answeredAt = now
    },
  })

  function find(state: State, token: TokenId, now: number): Lane {
    const lanes = lanesOf(token)
    const free = lanes.find((lane) => lane.last === state || canFollow(lane, state, now))
    if (free) return free
    const added: Lane = { index: lanes.length, last: state, answeredAt: 0 }
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
    /** Notes a new connection. */
    open,

    /**
     * The connection of a socket; one that was never noted begins now. Only then is the time read,
     * which takes longer than the search.
     */
    of: (socket: Socket, elapsed: () => number): Connection =>
      bySocket.get(socket) ?? open(socket, elapsed()),
  }
}

const canFollow = ({ answeredAt }: Lane, { openedAt, isUsed }: State, now: number): boolean =>
  answeredAt + TURNAROUND_MS <= now && (isUsed || openedAt >= answeredAt)
