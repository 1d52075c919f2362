// The entrance to the admin API, which is loaded when somebody first knocks: most starts never need it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { withRealTicks } from '../clock/real-ticks.ts'
import type { AdminOptions } from './steering.ts'

export type AdminDoor = ReturnType<typeof createAdminDoor>

export function createAdminDoor(options: AdminOptions) {
  let opened: Promise<FastifyInstance> | undefined

  async function open(): Promise<FastifyInstance> {
    const { buildAdmin } = await import('./app.ts')
    const app = buildAdmin(options)
    await withRealTicks(async () => app.ready())
    return app
  }

  return {
    handle(request: IncomingMessage, response: ServerResponse): void {
      opened ??= open()
      opened.then(
        (app) => app.routing(request, response),
        (error: unknown) => {
          options.steering.report(error)
          response.destroy()
        },
      )
    },

    /** Ends live streams and lets other calls finish. */
    async close(): Promise<void> {
      await opened?.then(
        (app) => withRealTicks(async () => app.close()),
        () => undefined,
      )
    },
  }
}
