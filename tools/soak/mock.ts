// The mock as its users start it, in a process of its own.

import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../bench/first-answer.ts'
import type { Sandbox } from '../bench/sandbox.ts'
import type { Options } from './options.ts'

export const adminToken = 'soak-admin-token'

const bin = fileURLToPath(new URL('../../bin/conversations-mock.js', import.meta.url))
const POLL_MS = 50

export type Mock = { readonly port: number; readonly pid: number }

export async function startMock(sandbox: Sandbox, { file, mockArgs }: Pick<Options, 'file' | 'mockArgs'>): Promise<Mock> {
  const port = await findFreePort()
  const child = sandbox.start([
    bin,
    '--quiet',
    '--port',
    String(port),
    '--admin-token',
    adminToken,
    ...(file ? ['--db', sandbox.fileAt('soak.db')] : []),
    ...mockArgs,
  ])
  let hasEnded = false
  child.once('exit', () => (hasEnded = true))
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))) {
    if (hasEnded) throw new Error('the mock ended before it was ready')
    await sleep(POLL_MS)
  }
  return { port, pid: child.pid ?? 0 }
}
