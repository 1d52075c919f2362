// A server on one address: it accepts connections and closes without breaking a request.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ServerOptions } from 'node:https'
import { Server as NetServer, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { nextTurn, performance, sleep } from '../clock/real-time.ts'
import { type CallPatience, untilStalled } from '../clock/stall.ts'
import { codeOf } from '../system/system-errors.ts'
import { toListenTarget } from './listen-target.ts'
import { watchHandshake } from './handshake.ts'
import { createLastAnswers } from './last-answers.ts'
import { createPipelining } from './pipelining.ts'
import type { Tls } from './tls.ts'
import { createUnfinishedHeads } from './unfinished-heads.ts'

export type ListenOptions = {
  readonly port: number
  readonly host: string
  /** Tells where port and host were set, for messages. */
  readonly nameOfSetting?: ((name: 'port' | 'host') => string | undefined) | undefined
  readonly onConnection?: ((socket: Socket) => void) | undefined
  /** Present for a mock that speaks HTTPS. */
  readonly tls?: Tls | undefined
}

/** The time in milliseconds that a closing server waits. */
export type Patience = CallPatience & {
  /** For the next request on an idle connection, so that its answer can end the connection. */
  readonly idle: number
}

export type Listener = {
  readonly server: Server
  /** Connections that have sent no request yet. node:http does not count them as idle. */
  readonly unused: ReadonlySet<Socket>
  /** The number of connections accepted so far. */
  readonly connections: () => number
  /** From now on, each answer ends its connection. */
  readonly beginToClose: () => void
  /** From now on, new requests wait until release(). */
  readonly hold: () => void
  readonly release: () => void
}

const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])
/** Longer than clients keep idle connections, so the client closes them and not the server. */
const KEEP_ALIVE_MS = 72_000
const DRAIN_POLL_MS = 20
/** How long a closing server goes on accepting connections that the system already made. */
const BACKLOG_MS = 500
/** Within this time, clients that just got an answer connect again and send the next request. */
const HOLD_MS = 30
/** A server holds requests only if its patience for idle connections is at least this long. */
const HOLD_FROM_MS = 100

/** The server for one address. Returns an empty list when ::1 does not exist here. */
export async function openListener(
  app: FastifyInstance,
  { port, host, onConnection, tls }: ListenOptions,
): Promise<Listener[]> {
  const unused = new Set<Socket>()
  const lastAnswers = createLastAnswers()
  const pipelining = createPipelining()
  const heads = createUnfinishedHeads()
  let connections = 0
  /** While the server begins to close: requests that wait until it accepts no more connections. */
  let held: (() => void)[] | undefined
  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Node.js emits no events for a request without a body then, which saves half a microsecond.
    optimizeEmptyRequests: true,
    // The values of a header that comes twice become one text, as in PHP's own web server.
    joinDuplicateHeaders: true,
    ServerResponse: lastAnswers.Response,
  }
  const server = await (tls
    ? createSecure({ ...options, ...tls }, take)
    : createServer(options, take))
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    unused.add(socket)
    heads.open(socket)
    pipelining.open(socket)
    onConnection?.(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('connection', (socket) => {
    connections++
    if (tls) watchHandshake(server, socket, unused)
  })

  function take(request: IncomingMessage, response: ServerResponse): void {
    unused.delete(request.socket)
    lastAnswers.enter(response)
    heads.enter(response)
    pipelining.enter(response, () => {
      if (held) held.push(() => app.routing(request, response))
      else app.routing(request, response)
    })
  }

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(toListenTarget(port, host), resolve)
    })
    const hold = (): void => void (held = [])
    const release = (): void => {
      const waiting = held ?? []
      held = undefined
      for (const route of waiting) route()
    }
    const beginToClose = lastAnswers.begin
    return [{ server, unused, connections: () => connections, beginToClose, hold, release }]
  } catch (error) {
    if (host === '::1' && NO_IPV6.has(codeOf(error) ?? '')) return []
    throw error
  }
}

type SecureOptions = ServerOptions<typeof IncomingMessage, typeof ServerResponse<IncomingMessage>>
type Take = (request: IncomingMessage, response: ServerResponse) => void

/** Imports node:https on demand, because loading it takes a while. */
async function createSecure(options: SecureOptions, take: Take): Promise<Server> {
  const { createServer: createSecureServer } = await import('node:https')
  return createSecureServer(options, take)
}

/**
 * Closes without breaking a request: every request that arrived is answered, and the answer ends
 * its connection.
 */
export async function closeListener(listener: Listener, patience: Patience): Promise<void> {
  const { idle } = patience
  const { server, unused, beginToClose } = listener
  const state = { isClosed: false }
  void untilStalled(patience, () => state.isClosed).then(() => {
    if (!state.isClosed) server.closeAllConnections()
  })
  beginToClose()
  // A client that waits for an answer does not connect meanwhile. Its next connection is then
  // refused instead of cut.
  if (idle >= HOLD_FROM_MS) {
    listener.hold()
    await sleep(HOLD_MS)
  }
  await acceptBacklog(listener)
  const closed = stopListening(server).then(() => (state.isClosed = true))
  listener.release()
  await Promise.race([closed, sleep(idle, undefined, { ref: false })])
  while (!state.isClosed) {
    // Node.js reads a request that has arrived in this turn, so its connection no longer counts as
    // idle.
    await nextTurn()
    server.closeIdleConnections()
    for (const socket of unused) socket.destroy()
    await Promise.race([closed, sleep(DRAIN_POLL_MS)])
  }
  server.close()
}

/**
 * Accepts pending connections, which the system would reset otherwise. Node.js accepts one in each
 * turn.
 */
async function acceptBacklog({ connections }: Listener): Promise<void> {
  const end = performance.now() + BACKLOG_MS
  for (let before = -1; before !== connections() && performance.now() < end;) {
    before = connections()
    await nextTurn()
    await nextTurn()
  }
}

/**
 * The close() of an HTTP server would cut idle connections at once, even if a request is arriving.
 * Resolves when no connection is left.
 */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => void NetServer.prototype.close.call(server, () => resolve()))
}

export function portOf({ server }: Listener): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

export function addressOf({ server }: Listener): string {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.address : ''
}
