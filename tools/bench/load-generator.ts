// The bench's handle for the load generator.

import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Load, type Measured, Reply } from './load-messages.ts'
import type { Sandbox } from './sandbox.ts'

const PATIENCE_MS = 10_000

export type LoadGenerator = ReturnType<typeof openLoadGenerator>

export function openLoadGenerator(sandbox: Sandbox) {
  const child = sandbox.start([fileURLToPath(new URL('load.ts', import.meta.url))], {
    messages: true,
  })

  return {
    /** Rejects when a server fails, or when the generator does not answer in time. */
    async measure(load: Load): Promise<Measured> {
      child.send(load)
      const [message]: unknown[] = await once(child, 'message', {
        signal: AbortSignal.timeout(load.seconds * 1000 + PATIENCE_MS),
      })
      const reply = Reply.parse(message)
      if ('failure' in reply) throw new Error(reply.failure)
      return reply.measured
    },

    close: (): Promise<void> => sandbox.stop(child),
  }
}
