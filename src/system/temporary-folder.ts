// Whether SQLite can make temporary files.

import { accessSync, constants } from 'node:fs'

/** In the order in which SQLite tries them; it would take the current folder as well, where nobody expects such files. */
const candidates = (env: NodeJS.ProcessEnv): (string | undefined)[] => [
  env['SQLITE_TMPDIR'],
  env['TMPDIR'],
  '/var/tmp',
  '/usr/tmp',
  '/tmp',
]

/** On Windows the system names a folder that every user has. */
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
