// Loads the admin API at its first call, because most starts never need it.

import type { CallPatience } from '../clock/stall.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { withRealTicks } from '../clock/real-ticks.ts'
import { nextTurn } from '../clock/real-time.ts'
import { loadOnce } from '../system/load-once.ts'
import type { Admin } from './app.ts'
import type { ErrorBody } from './failure.ts'
import type { AdminOptions } from './controls.ts'

export type LazyAdmin = ReturnType<typeof createLazyAdmin>

export function createLazyAdmin(options: AdminOptions) {
  const loading = loadOnce(open)

  async function open(): Promise<Admin> {
    for (const load of PARTS) {
      await load()
      await nextTurn()
    }
    const { buildAdmin } = await import('./app.ts')
    await nextTurn()
    const admin = buildAdmin(options)
    await withRealTicks(async () => admin.app.ready())
    return admin
  }

  return {
    handle(request: IncomingMessage, response: ServerResponse): void {
      loading.get().then(
        ({ app }) => app.routing(request, response),
        (error: unknown) => {
          options.controls.report(error)
          refuse(request, response)
        },
      )
    },

    /**
     * Ends live streams, and lets other calls finish within `patience`. Later calls still get an
     * answer.
     */
    async endCalls(patience: CallPatience): Promise<void> {
      await loading.begun()?.then(
        ({ endCalls }) => endCalls(patience),
        () => undefined,
      )
    },

    /** Closes the admin API; call it after the last connection has ended. */
    async close(): Promise<void> {
      await loading.begun()?.then(
        ({ app }) => withRealTicks(async () => app.close()),
        () => undefined,
      )
    },
  }
}

/**
 * Parts of the admin API whose schemas take longest, and what it needs first. Each blocks the event
 * loop while it is loaded, so clients are answered in between.
 */
const PARTS = [
  // An import would wait for the first use of the module.
  async () => process.getBuiltinModule('node:crypto'),
  async () => import('../dataset/dataset.ts'),
  async () => import('../judge/rules.ts'),
  async () => import('./faults.ts'),
  async () => import('./conversations.ts'),
  async () => import('./users.ts'),
  async () => import('./requests.ts'),
  async () => import('./findings.ts'),
  async () => import('./routes.ts'),
]

/**
 * A load that fails now, for example because too many files are open, can work at the next call.
 */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  const body: ErrorBody = {
    message:
      'the admin API cannot be loaded; the log of the mock says why, and the next call tries again',
    errors: [],
  }
  response
    .writeHead(500, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
    })
    .end(JSON.stringify(body))
}
