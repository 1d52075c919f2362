// Builds the page once for a run of the tests: as it ships, and so not in this process, where it would be a build for tests. With
// BUILT=1 it takes the build that is there.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export function setup(): void {
  // For the tests, which start the program many times.
  process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
    new URL('../../node_modules/.cache/tests', import.meta.url),
  )
  if (process.env['BUILT'] === '1' && existsSync('dist/dashboard')) return
  const { NODE_ENV: _ours, ...env } = process.env
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
    env,
    stdio: 'inherit',
  })
}
