// Loads SQLite itself. The package contains a binary for each common platform.

import Database from 'better-sqlite3'
import { reasonOf } from '../system/system-errors.ts'
import { StoreError } from './store-error.ts'

/** Throws a StoreError on a platform without a binary. */
export function requireAddon(open = (): Database.Database => new Database(':memory:')): void {
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

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
