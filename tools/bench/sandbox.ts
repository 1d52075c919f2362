// A temporary folder and the processes that work in it. Both are removed when the bench ends for
// any reason.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PATIENCE_MS = 5000

export type Sandbox = ReturnType<typeof openSandbox>

export function openSandbox() {
  const folder = mkdtempSync(join(tmpdir(), 'conversations-mock-bench-'))
  const children = new Set<ChildProcess>()

  function close(): void {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  process.once('exit', close)
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))

  return {
    fileAt: (name: string): string => join(folder, name),

    /** Starts Node.js. With `messages`, the process can send and receive messages. */
    start(args: readonly string[], { messages = false } = {}): ChildProcess {
      const child = spawn(process.execPath, args, {
        cwd: folder,
        env: { ...process.env, TMPDIR: folder, XDG_RUNTIME_DIR: folder },
        stdio: ['ignore', 'ignore', 'inherit', messages ? 'ipc' : 'ignore'],
      })
      children.add(child)
      child.once('exit', () => children.delete(child))
      return child
    },

    async stop(child: ChildProcess): Promise<void> {
      if (!children.has(child)) return
      const isGone = once(child, 'exit')
      child.kill('SIGTERM')
      const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await isGone
      clearTimeout(impatience)
    },

    close,
  }
}
