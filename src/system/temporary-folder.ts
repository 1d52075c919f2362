// Checks whether SQLite can create temporary files.

import { accessSync, constants } from 'node:fs'

/**
 * The folders in the order in which SQLite tries them. SQLite would also use the current folder,
 * but nobody expects such files there.
 */
const candidates = (env: NodeJS.ProcessEnv): (string | undefined)[] => [
  env['SQLITE_TMPDIR'],
  env['TMPDIR'],
  '/var/tmp',
  '/usr/tmp',
  '/tmp',
]

/** On Windows, every user has a temporary folder. */
export const hasTemporaryFolder = (env = process.env): boolean =>
  process.platform === 'win32' || candidates(env).some(isWritableFolder)

function isWritableFolder(path: string | undefined): boolean {
  if (path === undefined || path === '') return false
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
