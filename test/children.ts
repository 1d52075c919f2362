// Scripts that tests run in processes of their own. test/cli/build.ts bundles them: a start from sources takes twice as long.

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

/** What is bundled, by the name of the bundle. */
export const children: Readonly<Record<string, string>> = scripts

/** What Node.js is given to run a script. */
export const childPath = (name: keyof typeof scripts): string =>
  fileURLToPath(new URL(`../dist/tests/${name}.mjs`, import.meta.url))
