// The `health` command: waits until a running mock is ready.

import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from './config.ts'
import type { CommandLine } from './flags.ts'
import { findInstance } from './instance-file.ts'

const POLL_MS = 100

/** Throws a ConfigError when it is not ready in time. */
export async function health({ flags }: CommandLine): Promise<void> {
  const seconds = Number(flags['wait'] ?? 0)
  if (!(seconds >= 0 && seconds <= 3600)) throw new ConfigError('--wait must be a number of seconds from 0 to 3600')
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const problem = await problemOf(typeof flags['url'] === 'string' ? flags['url'] : findInstance())
    if (problem === undefined) return
    if (Date.now() >= deadline) throw new ConfigError(`not ready: ${problem}`)
    await sleep(POLL_MS)
  }
}

async function problemOf(url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return 'no running mock was found; name one with --url'
  try {
    const { status } = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(2000) })
    return status === 200 ? undefined : `${url}/readyz answers ${status}`
  } catch (error) {
    return `${url} does not answer (${error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)})`
  }
}
