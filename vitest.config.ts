import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/dashboard/build.ts'],
    setupFiles: ['test/fetch-in-contract.ts'],
    testTimeout: 20_000,
    // Many tests wait for child processes or timers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
