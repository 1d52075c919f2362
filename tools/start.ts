// `npm start`: builds the dashboard, then runs the mock in this process.

import { spawn } from 'node:child_process'
import { once } from 'node:events'

const POLL_MS = 100
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const parent = process.ppid

followParent()
if (process.argv.includes('--no-dashboard') || (await buildDashboard()))
  await import('../src/cli/cli.ts')
else process.exit(1)

/**
 * Ends this process when its parent has ended. npm sends SIGTERM only to the shell that runs this
 * script, and that shell then ends. On Windows the id of the parent never changes. `exec` would
 * replace the shell, but Windows does not know it.
 */
function followParent(): void {
  const watch = setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, POLL_MS).unref()
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      // A second signal would cut off answers under way.
      clearInterval(watch)
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
    })
  }
}

async function buildDashboard(): Promise<boolean> {
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
    stdio: 'inherit',
  })
  const stop = (): boolean => child.kill()
  process.once('exit', stop)
  for (const signal of SIGNALS) process.once(signal, stop)
  const [code]: unknown[] = await once(child, 'exit')
  process.off('exit', stop)
  for (const signal of SIGNALS) process.off(signal, stop)
  return code === 0
}
