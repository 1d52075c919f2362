// Puts better-sqlite3 into the package, with binaries for every platform and without its build
// scripts. As a dependency it would make `npm ci` call node-gyp. That needs Python, a compiler and
// headers, although nothing has to be built.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'rolldown'

const folder = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))

/** Puts the code of better-sqlite3 into the bundle, and its binaries into a folder beside it. */
export function sqlite(): Plugin {
  return {
    name: 'sqlite',
    transform: {
      filter: { id: /better-sqlite3[\\/]lib[\\/]binding\.js$/ },
      handler: findBinaries,
    },
    writeBundle({ dir = '.' }) {
      const copy = join(dir, '../better-sqlite3')
      mkdirSync(copy, { recursive: true })
      for (const name of ['prebuilds', 'LICENSE', 'package.json'])
        cpSync(join(folder, name), join(copy, name), { recursive: true, filter: prepareCopy })
    },
  }
}

/** The module looks beside itself for the binaries. In the bundle its place is another. */
function findBinaries(code: string): string {
  const patched = code
    .replaceAll("__dirname, '..'", "__dirname, '../better-sqlite3'")
    .replace(/\/\/ This script is executed directly[^]*/, '')
  if (patched.split('../better-sqlite3').length !== 4 || patched.includes('require.main'))
    throw new Error('better-sqlite3 finds its binaries in another way now; see tools/sqlite.ts')
  return patched
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
