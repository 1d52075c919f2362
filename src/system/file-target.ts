// Finds the file that a name leads to. Writing then replaces neither a link nor a device.

import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

type FileTarget = {
  /** The path after all links. The file may not exist yet. */
  readonly path: string
  /** `stream`: a device, a pipe, a socket, or an open file of this process such as /dev/stdout. */
  readonly kind: 'none' | 'file' | 'folder' | 'stream'
}

export class PlantedLinkError extends Error {
  override name = 'PlantedLinkError'

  constructor() {
    super('it is a link of another user, in a folder where all may write; remove it')
  }
}

const MAX_LINKS = 40
/** These names may lead to a regular file that other processes write to as well. */
const OPEN_FILES = /^\/(?:dev\/(?:fd|std(?:in|out|err))|proc)(?:\/|$)/

/** Throws an error when the target cannot be found out, or when another user planted a link. */
export function findTarget(name: string): FileTarget {
  let path = resolve(name)
  for (let links = 0; links <= MAX_LINKS && !OPEN_FILES.test(path); links++) {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats?.isSymbolicLink()) return { path, kind: kindOf(stats) }
    // The folder may be a link itself. `..` in the link's target starts from the real folder.
    const folder = realpathSync(dirname(path))
    if (isPlanted(stats, statSync(folder))) throw new PlantedLinkError()
    path = resolve(folder, readlinkSync(join(folder, basename(path))))
  }
  // For a circle of links, statSync throws the system's error.
  return OPEN_FILES.test(path) ? { path, kind: 'stream' } : { path, kind: kindOf(statSync(path)) }
}

/** Other users may write. */
const OTHERS_WRITE = 0o002
const ROOT = 0

/** Linux refuses such links itself by default (fs.protected_symlinks), but not everywhere. */
function isPlanted(link: Stats, folder: Stats): boolean {
  const trusted = [process.geteuid?.() ?? link.uid, folder.uid, ROOT]
  return (folder.mode & OTHERS_WRITE) !== 0 && !trusted.includes(link.uid)
}

function kindOf(stats: Stats | undefined): FileTarget['kind'] {
  if (!stats) return 'none'
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() ? 'file' : 'stream'
}
