// Builds the page once for a run of the tests.

import { build } from 'vite'

export async function setup(): Promise<void> {
  await build({ configFile: 'vite.config.ts' })
}
