// Builds the page once for a run of the tests: as it ships, and so not in this process, where it would be a build for tests.

import { execFileSync } from 'node:child_process'

export function setup(): void {
  const { NODE_ENV: _ours, ...env } = process.env
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { env, stdio: 'inherit' })
}
