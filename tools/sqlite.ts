// Puts better-sqlite3 into the package, with binaries for every platform and without its build
// scripts. As a dependency it would make `npm ci` call node-gyp. That needs Python, a compiler and
// headers, although nothing has to be built.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'rolldown'

const folder = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))

/** Makes the bundle load better-sqlite3 from a folder beside its own. */
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
        cpSync(join(folder, name), join(copy, name), { recursive: true, filter: prepareCopy })
    },
  }
}

/**
 * Leaves equal files alone, and removes a different one before it is copied. A mock that runs has
 * loaded the binary, and crashes when the same file gets other bytes.
 */
function prepareCopy(from: string, to: string): boolean {
  if (statSync(from).isDirectory() || !existsSync(to)) return true
  if (readFileSync(from).equals(readFileSync(to))) return false
  rmSync(to)
  return true
}
