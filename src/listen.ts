// Listening. The default host is the loopback interface in both families; the name `localhost` promises only one of them.

import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { withRealTicks } from './clock/real-ticks.ts'
import { clearInterval, clearTimeout, setInterval, setTimeout } from './clock/real-time.ts'
import { fromPlace } from './config.ts'
import { codeOf, reasonOf, systemReasonOf } from './system-errors.ts'

/** A port or host that cannot be used; the message names the fix. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/** `address`: an IP address, the first of those that are listened on. */
export type Listening = { readonly port: number; readonly address: string; close(): Promise<void> }

export type Place = {
  readonly port: number
  readonly host: string
  /** Where port and host came from, for messages. */
  readonly placeOf?: ((name: 'port' | 'host') => string | undefined) | undefined
  readonly onConnection?: ((socket: Socket) => void) | undefined
}

/** `unused`: connections that brought no request yet, which node:http does not count as idle. */
type Listener = { readonly server: Server; readonly unused: ReadonlySet<Socket> }

const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])
const MAX_ATTEMPTS = 10
/** Longer than clients keep idle connections, so that they, not we, close them. */
const KEEP_ALIVE_MS = 72_000
const DRAIN_POLL_MS = 20
/** How long an answer under way may take when the server closes. */
const PATIENCE_MS = 5000

/**
 * Listens on a port (0: a free one). Closing waits some seconds for answers under way, not for idle connections, and closes the app
 * too. Throws a ListenError, and has then closed it.
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
        listeners.push(...(await open(app, { port: listeners[0] ? portOf(listeners[0]) : port, host: name, onConnection })))
      const [first] = listeners
      if (!first) throw new ListenError(`cannot listen on ${host}: the machine has no such address`)
      return { port: portOf(first), address: addressOf(first), close: () => closeAll(app, listeners) }
    } catch (error) {
      await Promise.all(listeners.map(closeListener))
      // A free port of one family may be taken in the other.
      if (port === 0 && attempt < MAX_ATTEMPTS && codeOf(error) === 'EADDRINUSE') continue
      throw explain(error, place)
    }
  }
}

/** The server for one address; none when ::1 does not exist here. */
async function open(app: FastifyInstance, { port, host, onConnection }: Place): Promise<Listener[]> {
  const unused = new Set<Socket>()
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    unused.delete(request.socket)
    app.routing(request, response)
  })
  server.on('connection', (socket) => {
    unused.add(socket)
    onConnection?.(socket)
    socket.once('close', () => unused.delete(socket))
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ port, host, ipv6Only: host === '::1' }, resolve)
    })
    return [{ server, unused }]
  } catch (error) {
    if (host === '::1' && NO_IPV6.has(codeOf(error) ?? '')) return []
    throw error
  }
}

async function closeAll(app: FastifyInstance, listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map(closeListener))
  await closeApp(app)
}

function closeListener({ server, unused }: Listener): Promise<void> {
  return new Promise((resolve) => {
    for (const socket of unused) socket.destroy()
    const drain = setInterval(() => server.closeIdleConnections(), DRAIN_POLL_MS)
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
    server.close(() => {
      clearInterval(drain)
      clearTimeout(cut)
      resolve()
    })
  })
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
  const from = (name: 'port' | 'host'): string => fromPlace(placeOf?.(name))
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new ListenError(`port ${port}${from('port')} is in use; choose another with --port, or --port 0 for a free one`)
    case 'EACCES':
      return new ListenError(`port ${port}${from('port')} needs more rights; choose one above 1023 with --port`)
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
        : new ListenError(`cannot listen on ${host}${from('host')} port ${port}: ${reasonOf(error)}`)
  }
}
