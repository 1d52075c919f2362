// Listening. The default host means the loopback interface in IPv4 and IPv6, because `localhost`
// promises only one of the two.

import type { FastifyInstance } from 'fastify'
import { withRealTicks } from '../clock/real-ticks.ts'
import { codeOf } from '../system/system-errors.ts'
import { ListenError, toListenError } from './listen-error.ts'
import {
  addressOf,
  closeListener,
  type Listener,
  type ListenOptions,
  openListener,
  type Patience,
  portOf,
} from './listener.ts'

/** `address` is the first IP address that the server listens on. */
type Listening = {
  readonly port: number
  readonly address: string
  close(patience?: Patience): Promise<void>
}

const MAX_ATTEMPTS = 10
/**
 * The patience of close(): a program that closes its own mock usually has no requests under way.
 */
const brief: Patience = { idle: 0, calls: 5000, work: 5000 }

/**
 * Listens on a port; 0 means a free one. Closing waits for answers under way, and for idle
 * connections as long as `patience` says. It also closes the app. Throws a ListenError after
 * closing the app.
 */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<Listening> {
  try {
    await withRealTicks(async () => app.ready())
    return await bind(app, options)
  } catch (error) {
    await closeApp(app)
    throw error
  }
}

const closeApp = (app: FastifyInstance): Promise<void> => withRealTicks(async () => app.close())

async function bind(app: FastifyInstance, options: ListenOptions): Promise<Listening> {
  const { port, host, onConnection, tls } = options
  const hosts = host === 'loopback' ? ['127.0.0.1', '::1'] : [host]
  for (let attempt = 1; ; attempt++) {
    const listeners: Listener[] = []
    try {
      for (const name of hosts)
        listeners.push(
          ...(await openListener(app, {
            port: listeners[0] ? portOf(listeners[0]) : port,
            host: name,
            onConnection,
            tls,
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
      // A port that is free in one address family may be taken in the other.
      if (port === 0 && attempt < MAX_ATTEMPTS && codeOf(error) === 'EADDRINUSE') continue
      throw toListenError(error, options)
    }
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
