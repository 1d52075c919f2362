// The files beside a database: the log, what SQLite maps into memory, and the lock. In a folder such
// as /tmp another user may have put them there first, to read or change what the mock writes.

import { lstatSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { type FileName, unusable } from './file-name.ts'

/** The endings of the files that SQLite and this program keep beside a database. */
const COMPANIONS = ['-wal', '-shm', '-journal', '-lock', '-owner']
const ROOT = 0
/** Others than the owner may write. */
const OTHERS_WRITE = 0o022

/** SQLite follows links, waits for pipes, and takes a log of any owner. */
export function requireOwnCompanions(named: FileName, path: string): void {
  const owner = statsOf(path)?.uid
  for (const companion of COMPANIONS.map((end) => path + end)) {
    const stats = statsOf(companion)
    if (!stats) continue
    if (!stats.isFile())
      throw unusable(named, `${companion} beside it is no regular file; remove that`)
    if (stats.nlink > 1)
      throw unusable(named, `${companion} beside it has another name (a hard link); remove that`)
    if (!isTrusted(stats) && stats.uid !== owner)
      throw unusable(
        named,
        `${companion} beside it belongs to another user, who could read and change all rows; remove that unless it is yours`,
      )
  }
}

/**
 * An empty file that another user put into a folder where all may write would stay theirs. In a
 * container, the owner of a mounted file is often another user, but not everybody may write beside it.
 */
export function requireOwnEmptyFile(named: FileName, path: string): void {
  const stats = statsOf(path)
  const folder = statsOf(dirname(path))
  if (!stats || !folder || stats.size > 0 || isTrusted(stats) || stats.uid === folder.uid) return
  if ((folder.mode & OTHERS_WRITE) !== 0)
    throw unusable(
      named,
      'it is an empty file of another user, who could read and change all rows; name another file',
    )
}

/** On Windows files have no owner of this kind. */
function isTrusted({ uid }: Stats): boolean {
  const own = process.geteuid?.()
  return own === undefined || uid === own || uid === ROOT
}

const statsOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false })
