// Listening. The default host is the loopback interface in both families; the name `localhost` promises only one of them.

import { createServer, type Server } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { withRealTicks } from '../clock/real-ticks.ts'
import { clearTimeout, nextTurn, performance, setTimeout, sleep } from '../clock/real-time.ts'
import { fromName } from '../parse-settings.ts'
import { createLastAnswers } from './last-answers.ts'
import { codeOf, reasonOf, systemReasonOf } from '../system/system-errors.ts'

/** A port or host that cannot be used; the message names the fix. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/** `address`: an IP address, the first of those that are listened on. */
export type Listening = {
  readonly port: number
  readonly address: string
  close(patience?: Patience): Promise<void>
}

/** How long a server that closes waits, in milliseconds. */
export type Patience = {
  /** For a request on a connection where none is under way, so that its answer can end the connection. */
  readonly idle: number
  /** For what is under way. */
  readonly calls: number
}

export type Place = {
  readonly port: number
  readonly host: string
  /** Where port and host came from, for messages. */
  readonly placeOf?: ((name: 'port' | 'host') => string | undefined) | undefined
  readonly onConnection?: ((socket: Socket) => void) | undefined
}

type Listener = {
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
const MAX_ATTEMPTS = 10
/** Longer than clients keep idle connections, so that they, not we, close them. */
const KEEP_ALIVE_MS = 72_000
const DRAIN_POLL_MS = 20
/** How long connections may go on coming when the server closes. */
const BACKLOG_MS = 500
/** In so many milliseconds, the clients that just got an answer have connected again and sent the next request. */
const HOLD_MS = 30
/** Requests are held only where the closing is patient. */
const HOLD_FROM_MS = 100
/** The clients of a mock that its own program closes are usually done. */
const brief: Patience = { idle: 0, calls: 5000 }

/**
 * Listens on a port (0: a free one). Closing waits for answers under way, and for idle connections only as long as it is told to;
 * it closes the app too. Throws a ListenError, and has then closed it.
 */
export async function listen(app: FastifyInstance, place: Place): Promise<Listening> {
  try {
    await withRealTicks(async () => app.ready())
    return await bind(app, place)
  } catch (error) {
    await closeApp(app)
    throw error
  }
}

const closeApp = (app: FastifyInstance): Promise<void> => withRealTicks(async () => app.close())

async function bind(app: FastifyInstance, place: Place): Promise<Listening> {
  const { port, host, onConnection } = place
  const hosts = host === 'loopback' ? ['127.0.0.1', '::1'] : [host]
  for (let attempt = 1; ; attempt++) {
    const listeners: Listener[] = []
    try {
      for (const name of hosts)
        listeners.push(
          ...(await open(app, {
            port: listeners[0] ? portOf(listeners[0]) : port,
            host: name,
            onConnection,
          })),
        )
      const [first] = listeners
      if (!first) throw new ListenError(`cannot listen on ${host}: the machine has no such address`)
      return {
        port: portOf(first),
        address: addressOf(first),
        close: (patience = brief) => closeAll(app, listeners, patience),
      }
    } catch (error) {
      await Promise.all(listeners.map((listener) => closeListener(listener, brief)))
      // A free port of one family may be taken in the other.
      if (port === 0 && attempt < MAX_ATTEMPTS && codeOf(error) === 'EADDRINUSE') continue
      throw explain(error, place)
    }
  }
}

/** The server for one address; none when ::1 does not exist here. */
async function open(
  app: FastifyInstance,
  { port, host, onConnection }: Place,
): Promise<Listener[]> {
  const unused = new Set<Socket>()
  const lastAnswers = createLastAnswers()
  let connections = 0
  /** While the end begins: requests that wait until nobody can connect any more. */
  let held: (() => void)[] | undefined
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, ServerResponse: lastAnswers.Response },
    (request, response) => {
      unused.delete(request.socket)
      lastAnswers.enter(response)
      if (held) held.push(() => app.routing(request, response))
      else app.routing(request, response)
    },
  )
  server.on('connection', (socket) => {
    connections++
    unused.add(socket)
    onConnection?.(socket)
    socket.once('close', () => unused.delete(socket))
  })
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

async function closeAll(
  app: FastifyInstance,
  listeners: readonly Listener[],
  patience: Patience,
): Promise<void> {
  await Promise.all(listeners.map((listener) => closeListener(listener, patience)))
  await closeApp(app)
}

/** Breaks no request: what has come is answered, and says that its connection ends. */
async function closeListener(listener: Listener, { idle, calls }: Patience): Promise<void> {
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

function portOf({ server }: Listener): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function addressOf({ server }: Listener): string {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.address : ''
}

function explain(error: unknown, { port, host, placeOf }: Place): unknown {
  const from = (name: 'port' | 'host'): string => fromName(placeOf?.(name))
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new ListenError(
        `port ${port}${from('port')} is in use; choose another with --port, or --port 0 for a free one`,
      )
    case 'EACCES':
      return new ListenError(
        `port ${port}${from('port')} needs more rights; choose one above 1023 with --port`,
      )
    case 'EINVAL':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
    case 'EAFNOSUPPORT':
      return new ListenError(
        `cannot listen on ${host}${from('host')}: this machine has no such address; leave out --host for loopback, or give 0.0.0.0 for every interface`,
      )
    default:
      return systemReasonOf(error) === undefined
        ? error
        : new ListenError(
            `cannot listen on ${host}${from('host')} port ${port}: ${reasonOf(error)}`,
          )
  }
}
