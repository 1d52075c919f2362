// Puts better-sqlite3 into the package, with its binaries for every platform and without its build. As a dependency it makes
// `npm ci` call node-gyp, which needs Python, a compiler and headers, although nothing is to be built.

import { cpSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'rolldown'

const folder = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))

/** The bundle then finds it in the folder beside its own. */
export function sqlite(): Plugin {
  return {
    name: 'sqlite',
    resolveId: {
      filter: { id: /^better-sqlite3$/ },
      handler: () => ({ id: '../better-sqlite3/lib/index.js', external: true }),
    },
    writeBundle({ dir = '.' }) {
      const copy = join(dir, '../better-sqlite3')
      mkdirSync(copy, { recursive: true })
      for (const name of ['lib', 'prebuilds', 'LICENSE', 'package.json'])
        cpSync(join(folder, name), join(copy, name), { recursive: true })
    },
  }
}
