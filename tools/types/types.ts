// Writes the types of the library as one file that needs no other package: dist/index.d.ts. The compiler of this project has no
// API yet, so an earlier one works here.

import { mkdirSync, writeFileSync } from 'node:fs'
import { generateDtsBundle } from 'dts-bundle-generator'
import { expand } from './expand.ts'
import { keepReachable } from './reachable.ts'

/** Names that a consumer may lack: `await using` needs a library of TypeScript, `AbortSignal` the DOM or @types/node. */
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
// A Buffer is one, and needs no types of Node.js.
const text = HEADER + keepReachable(expand(bundled)).replaceAll(/\bBuffer\b/g, 'Uint8Array')

mkdirSync('dist', { recursive: true })
// The same for `require()`: a file of its own says that the module is CommonJS.
for (const name of ['index.d.ts', 'index.d.cts']) writeFileSync(`dist/${name}`, text)
writeFileSync('dist/index.js', "export * from './bundle/index.cjs'\n")
