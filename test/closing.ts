// This file runs for each test file. It restores time, globals and environment for the next file.

import { afterAll, vi } from 'vitest'
import { closeAtFileEnd } from './file-end.ts'

closeAtFileEnd()
// Vitest calls the hook that was registered last first.
afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
