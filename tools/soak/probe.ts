// The handle of the probing client.

import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Sandbox } from '../bench/sandbox.ts'
import { type Mock, probeToken } from './mock.ts'
import { Waits } from './waits.ts'

export type Probe = ReturnType<typeof startProbe>

export function startProbe(sandbox: Sandbox, { port, pid }: Pick<Mock, 'port' | 'pid'>) {
  const file = fileURLToPath(new URL('prober.ts', import.meta.url))
  const child = sandbox.start([file, String(port), probeToken, String(pid)], { messages: true })
  const failed = once(child, 'exit').then(() => {
    throw new Error('the probing client ended')
  })
  // A failure rejects only the calls that wait for an answer.
  failed.catch(() => undefined)
  return {
    /** The waits since the previous call. */
    async take(): Promise<Waits> {
      child.send('take')
      const [message]: unknown[] = await Promise.race([once(child, 'message'), failed])
      return Waits.parse(message)
    },

    stop: async (): Promise<void> => sandbox.stop(child),
  }
}
