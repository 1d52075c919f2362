// Writes the types of the library to dist/index.d.ts, a file that needs no other package. The
// compiler of this project has no API yet, so this script uses an earlier one.

import { mkdirSync, writeFileSync } from 'node:fs'
import { generateDtsBundle } from 'dts-bundle-generator'
import { expand } from './expand.ts'
import { keepReachable } from './reachable.ts'

/**
 * Names that a consumer may lack. `await using` needs a library of TypeScript. `AbortSignal` needs
 * the DOM or @types/node.
 */
const HEADER = `/// <reference lib="esnext.disposable" />

declare global {
  interface AbortSignal {}
}
`

const [bundled = ''] = generateDtsBundle(
  [
    {
      filePath: 'src/index.ts',
      libraries: { inlinedLibraries: ['zod'], importedLibraries: [], allowedTypesLibraries: [] },
      output: { exportReferencedTypes: false, noBanner: true },
    },
  ],
  { preferredConfigPath: 'tsconfig.json' },
)
// A Buffer is a Uint8Array, which needs no types of Node.js.
const text = HEADER + keepReachable(expand(bundled)).replaceAll(/\bBuffer\b/g, 'Uint8Array')

mkdirSync('dist', { recursive: true })
// `require()` needs a second file with the same types, which marks the module as CommonJS.
for (const name of ['index.d.ts', 'index.d.cts']) writeFileSync(`dist/${name}`, text)
writeFileSync('dist/index.js', "export * from './bundle/index.cjs'\n")
