// Files of this user alone, in folders where others may write as well, such as /tmp.
//
// A name there belongs to whoever came first, so no name is trusted. A folder or file counts when lstat says that it is no link,
// and that it belongs to this user and is closed to all others. On Windows, each user has temporary folders of their own.

import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { codeOf } from './system-errors.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants
const ROOT = 0

/** Undefined on Windows. */
const ownId = (): number | undefined => process.geteuid?.()

/** A folder or file that is not this user's alone; the message says why. */
class TrustError extends Error {
  override name = 'TrustError'
}

/** Makes the folder `name` in a base such as /tmp, unless it is there. Throws when it cannot be made or trusted. */
export function makeOwnFolder(base: string, name: string): string {
  const folder = join(requireSafe(base), name)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  return requireOwnFolder(folder)
}

/** Undefined where there is no such folder, or none to trust. */
export function findOwnFolder(base: string, name: string): string | undefined {
  try {
    return requireOwnFolder(join(requireSafe(base), name))
  } catch {
    return undefined
  }
}

/** Writes a file that is there whole or not at all, and that no link leads elsewhere. */
export function writeOwnFile(folder: string, name: string, text: string): void {
  const unfinished = join(folder, `.${randomBytes(12).toString('hex')}`)
  try {
    const file = openSync(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    try {
      fchmodSync(file, 0o600)
      writeFileSync(file, text)
    } finally {
      closeSync(file)
    }
    renameSync(unfinished, join(folder, name))
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** The text of a small file; undefined for a link, a device, a file with a second name, or one that others may read or write. */
export function readOwnFile(path: string, maxBytes: number): string | undefined {
  // Opening a device may already do something.
  if (!isOwnFile(lstatSync(path))) return undefined
  const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const stats = fstatSync(file)
    if (!isOwnFile(stats) || stats.size > maxBytes) return undefined
    const bytes = Buffer.alloc(maxBytes)
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, maxBytes, 0))
  } finally {
    closeSync(file)
  }
}

/** The real path of a folder, on whose way nobody but root and this user can put anything in the way. */
function requireSafe(base: string): string {
  const given = resolve(base)
  const real = realpathSync(given)
  for (const path of new Set([...wayTo(given), ...wayTo(real)])) requireSettled(path)
  return real
}

/** The path and all folders above it. */
function wayTo(path: string): string[] {
  const above = dirname(path)
  return above === path ? [path] : [...wayTo(above), path]
}

/** In a folder with the sticky bit, such as /tmp, each user can rename only what is their own. */
function requireSettled(path: string): void {
  const own = ownId()
  if (own === undefined) return
  const stats = lstatSync(path)
  if (stats.uid !== own && stats.uid !== ROOT)
    throw new TrustError(`${path} belongs to another user`)
  const isShared = (stats.mode & 0o022) !== 0 && (stats.mode & 0o1000) === 0
  if (isShared && !stats.isSymbolicLink()) throw new TrustError(`other users may change ${path}`)
}

function requireOwnFolder(folder: string): string {
  const stats = lstatSync(folder)
  if (!stats.isDirectory())
    throw new TrustError(`${folder} is ${stats.isSymbolicLink() ? 'a link' : 'no folder'}`)
  if (!isOwn(stats)) throw new TrustError(`${folder} belongs to another user`)
  if (ownId() !== undefined && (stats.mode & 0o777) !== 0o700) chmodSync(folder, 0o700)
  return folder
}

const isOwn = ({ uid }: Stats): boolean => ownId() === undefined || uid === ownId()

const isOwnFile = (stats: Stats): boolean =>
  stats.isFile() &&
  stats.nlink === 1 &&
  isOwn(stats) &&
  (ownId() === undefined || (stats.mode & 0o077) === 0)
