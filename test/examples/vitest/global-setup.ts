// Starts one mock for the whole run.

import { startMock } from 'conversations-mock'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    mock: { url: string; adminToken: string }
  }
}

export default async function setup({ provide }: TestProject) {
  const mock = await startMock()
  provide('mock', { url: mock.url, adminToken: mock.adminToken })
  return () => mock.close()
}
