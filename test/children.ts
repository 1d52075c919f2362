// Scripts that tests run in separate processes. test/cli/build.ts bundles them, because starting
// them from their sources takes twice as long.

import { fileURLToPath } from 'node:url'

const scripts = {
  copying: 'test/store/copying-child.ts',
  filling: 'test/store/filling.ts',
  holding: 'test/store/holding.ts',
  idling: 'test/store/idling.ts',
  'many-mocks': 'test/client/many-mocks.ts',
  sharing: 'test/store/sharing.ts',
  stepping: 'test/store/stepping.ts',
} as const

/** The source file of each bundle, by the name of the bundle. */
export const children: Readonly<Record<string, string>> = scripts

/** The path of a bundled script, to pass to Node.js. */
export const childPath = (name: keyof typeof scripts): string =>
  fileURLToPath(new URL(`../dist/tests/${name}.mjs`, import.meta.url))
