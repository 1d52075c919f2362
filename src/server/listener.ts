// A server on one address: how it takes connections, and how it ends without breaking a request.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { ServerOptions } from 'node:https'
import { Server as NetServer, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { clearTimeout, nextTurn, performance, setTimeout, sleep } from '../clock/real-time.ts'
import { codeOf } from '../system/system-errors.ts'
import { createLastAnswers } from './last-answers.ts'
import type { Tls } from './tls.ts'

export type ListenOptions = {
  readonly port: number
  readonly host: string
  /** Where port and host came from, for messages. */
  readonly nameOfSetting?: ((name: 'port' | 'host') => string | undefined) | undefined
  readonly onConnection?: ((socket: Socket) => void) | undefined
  /** Given for a mock that speaks HTTPS. */
  readonly tls?: Tls | undefined
}

/** How long a server that closes waits, in milliseconds. */
export type Patience = {
  /** For a request on a connection where none is under way, so that its answer can end the connection. */
  readonly idle: number
  /** For what is under way. */
  readonly calls: number
}

export type Listener = {
  readonly server: Server
  /** Connections that brought no request yet, which node:http does not count as idle. */
  readonly unused: ReadonlySet<Socket>
  /** How many connections have come. */
  readonly connections: () => number
  /** Lets each connection end with its answer. */
  readonly beginToClose: () => void
  /** Requests wait from here on, until they are released. */
  readonly hold: () => void
  readonly release: () => void
}

const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])
/** Longer than clients keep idle connections, so that they, not we, close them. */
const KEEP_ALIVE_MS = 72_000
const DRAIN_POLL_MS = 20
/** How long connections may go on coming when the server closes. */
const BACKLOG_MS = 500
/** In so many milliseconds, the clients that just got an answer have connected again and sent the next request. */
const HOLD_MS = 30
/** Requests are held only where the closing is patient. */
const HOLD_FROM_MS = 100
/** The server for one address; none when ::1 does not exist here. */
export async function openListener(
  app: FastifyInstance,
  { port, host, onConnection, tls }: ListenOptions,
): Promise<Listener[]> {
  const unused = new Set<Socket>()
  const lastAnswers = createLastAnswers()
  let connections = 0
  /** While the end begins: requests that wait until nobody can connect any more. */
  let held: (() => void)[] | undefined
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, ServerResponse: lastAnswers.Response }
  const server = await (tls
    ? createSecure({ ...options, ...tls }, take)
    : createServer(options, take))
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    unused.add(socket)
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
    if (held) held.push(() => app.routing(request, response))
    else app.routing(request, response)
  }

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ port, host, ipv6Only: host === '::1' }, resolve)
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

/** The module takes a while to load. */
async function createSecure(options: SecureOptions, take: Take): Promise<Server> {
  const { createServer: createSecureServer } = await import('node:https')
  return createSecureServer(options, take)
}

/** A connection whose handshake is not over, and may never be, belongs to no request. */
function watchHandshake(server: Server, socket: Socket, unused: Set<Socket>): void {
  const { remotePort, remoteAddress } = socket
  unused.add(socket)

  function end(): void {
    unused.delete(socket)
    server.off('secureConnection', onSecure)
  }
  function onSecure(secure: Socket): void {
    if (secure.remotePort === remotePort && secure.remoteAddress === remoteAddress) end()
  }
  server.on('secureConnection', onSecure)
  socket.once('close', end)
}

/** Breaks no request: what has come is answered, and says that its connection ends. */
export async function closeListener(listener: Listener, { idle, calls }: Patience): Promise<void> {
  const { server, unused, beginToClose } = listener
  const cut = setTimeout(() => server.closeAllConnections(), calls)
  beginToClose()
  // A client that waits for an answer does not connect meanwhile, so its next connection is refused and never cut.
  if (idle >= HOLD_FROM_MS) {
    listener.hold()
    await sleep(HOLD_MS)
  }
  await acceptBacklog(listener)
  const state = { isClosed: false }
  const closed = stopListening(server).then(() => (state.isClosed = true))
  listener.release()
  await Promise.race([closed, sleep(idle, undefined, { ref: false })])
  while (!state.isClosed) {
    // A request that has arrived is read in this turn, and its connection is then not idle.
    await nextTurn()
    server.closeIdleConnections()
    for (const socket of unused) socket.destroy()
    await Promise.race([closed, sleep(DRAIN_POLL_MS)])
  }
  clearTimeout(cut)
  server.close()
}

/** The system resets connections that it made and nobody accepted. Node.js accepts one in each turn. */
async function acceptBacklog({ connections }: Listener): Promise<void> {
  const end = performance.now() + BACKLOG_MS
  for (let before = -1; before !== connections() && performance.now() < end;) {
    before = connections()
    await nextTurn()
    await nextTurn()
  }
}

/** close() of an HTTP server would cut idle connections at once, on which a request may be coming. Resolves without connections. */
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
