// Starts the mock as its users do, in a process of its own.

import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../bench/first-answer.ts'
import type { Sandbox } from '../bench/sandbox.ts'
import type { Options } from './options.ts'

export const adminToken = 'soak-admin-token'
export const probeToken = 'soak-probe'

const bin = fileURLToPath(new URL('../../bin/conversations-mock.js', import.meta.url))
const bundle = fileURLToPath(new URL('../../dist/bundle/cli.cjs', import.meta.url))
const POLL_MS = 50

export type Mock = {
  readonly port: number
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** The limits apply to the published build. Running from sources takes more memory. */
export function requireBuild(): void {
  if (!existsSync(bundle))
    throw new Error('dist/bundle/cli.cjs is missing; run "npm run build" first')
}

export async function startMock(
  sandbox: Sandbox,
  { file, shared, mockArgs }: Pick<Options, 'file' | 'shared' | 'mockArgs'>,
  ...partArgs: string[]
): Promise<Mock> {
  const port = await findFreePort()
  const settings = ['--quiet', '--port', String(port), '--admin-token', adminToken]
  const key = ['--key', `${probeToken}=nicecall`]
  const own = file ? ['--db', sandbox.fileAt(`soak-${port}.db`)] : []
  const db = shared ? ['--shared', '--db', sandbox.fileAt('soak-shared.db')] : own
  const child = sandbox.start([bin, ...settings, ...key, ...db, ...partArgs, ...mockArgs])
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('the mock ended before it was ready; its own message is above')
    await sleep(POLL_MS)
  }
  return { port, pid: child.pid ?? 0, stop: async () => sandbox.stop(child) }
}
