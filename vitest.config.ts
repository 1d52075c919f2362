import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], setupFiles: ['test/fetch-in-contract.ts'], testTimeout: 20_000 },
})
