import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/dashboard/build.ts'],
    setupFiles: ['test/fetch-in-contract.ts'],
    // These end a test that hangs. On a busy machine a browser or a child process takes twenty times as long as on a calm one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A condition that a test waits for: less than the test has, so that the condition is named. The default is one second.
    expect: { poll: { timeout: 20_000 } },
    // Many tests wait for child processes or timers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
})
