// Loads SQLite itself. The package contains a binary for each common platform.

import Database from 'better-sqlite3'
import { reasonOf } from '../system/system-errors.ts'
import { StoreError } from './store-error.ts'

/** The oldest Node.js for which the binary is built: package.json asks for it, too. */
const OLDEST = [22, 18] as const

/** Throws a StoreError on a platform without a binary. */
export function requireAddon(open = (): Database.Database => new Database(':memory:')): void {
  requireNode(process.versions.node)
  try {
    open().close()
  } catch (error) {
    const { platform, arch } = process
    throw new StoreError(
      `SQLite does not load on ${platform}-${arch} (${firstLine(reasonOf(error))}); ` +
        'use Linux, macOS or Windows on x64 or arm64, or the container image',
      { cause: error },
    )
  }
}

/** An earlier Node.js loads the binary and then ends without a word. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new StoreError(
    `conversations-mock needs Node.js ${OLDEST.join('.')} or later; this is ${version}`,
  )
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
