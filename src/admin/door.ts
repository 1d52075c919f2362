// The entrance to the admin API, which is loaded when somebody first knocks: most starts never need it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { withRealTicks } from '../clock/real-ticks.ts'
import type { Admin } from './app.ts'
import type { AdminOptions } from './steering.ts'

export type AdminDoor = ReturnType<typeof createAdminDoor>

export function createAdminDoor(options: AdminOptions) {
  let opened: Promise<Admin> | undefined

  async function open(): Promise<Admin> {
    const { buildAdmin } = await import('./app.ts')
    const admin = buildAdmin(options)
    await withRealTicks(async () => admin.app.ready())
    return admin
  }

  return {
    handle(request: IncomingMessage, response: ServerResponse): void {
      opened ??= open()
      opened.then(
        ({ app }) => app.routing(request, response),
        (error: unknown) => {
          options.steering.report(error)
          response.destroy()
        },
      )
    },

    /** Ends live streams, and lets other calls finish for so many milliseconds. Calls that come later are answered. */
    async endCalls(patience: number): Promise<void> {
      await opened?.then(
        ({ endCalls }) => endCalls(patience),
        () => undefined,
      )
    },

    /** When no connection is left. */
    async close(): Promise<void> {
      await opened?.then(
        ({ app }) => withRealTicks(async () => app.close()),
        () => undefined,
      )
    },
  }
}
