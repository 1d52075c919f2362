// Runs for each test file. Files that share a worker find time, globals and environment as they were.

import { afterAll, vi } from 'vitest'
import { closeAtFileEnd } from './file-end.ts'

closeAtFileEnd()
// The last hook is called first.
afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
