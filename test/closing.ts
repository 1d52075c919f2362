// This file runs for each test file. It restores time, globals and environment for the next file.

import { afterAll, vi } from 'vitest'
import { closeAtFileEnd } from './file-end.ts'

closeAtFileEnd()
// Vitest runs afterAll() hooks in reverse order, so this one runs before that of closeAtFileEnd().
afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
