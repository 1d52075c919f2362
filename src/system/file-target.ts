// Finds the file that a name leads to, so that writing replaces neither a link nor a device.

import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

export type FileTarget = {
  /** Where links lead to, also when nothing is there yet. */
  readonly path: string
  /** `stream`: a device, a pipe, a socket, or what this process has open by a name such as /dev/stdout. */
  readonly kind: 'none' | 'file' | 'folder' | 'stream'
}

const MAX_LINKS = 40
/** A regular file may be behind it, which others write to as well. */
const OPEN_FILES = /^\/(?:dev\/(?:fd|std(?:in|out|err))|proc)(?:\/|$)/

/** Throws the error of the system where it cannot be known. */
export function findTarget(name: string): FileTarget {
  let path = resolve(name)
  for (let links = 0; links <= MAX_LINKS && !OPEN_FILES.test(path); links++) {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats?.isSymbolicLink()) return { path, kind: kindOf(stats) }
    // The folder may be a link itself; `..` in the target starts from where it leads.
    const folder = realpathSync(dirname(path))
    path = resolve(folder, readlinkSync(join(folder, basename(path))))
  }
  // Also for a circle of links: the system then says so.
  return OPEN_FILES.test(path) ? { path, kind: 'stream' } : { path, kind: kindOf(statSync(path)) }
}

function kindOf(stats: Stats | undefined): FileTarget['kind'] {
  if (!stats) return 'none'
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() ? 'file' : 'stream'
}
