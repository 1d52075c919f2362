// Private files of this user in folders that others may write to, such as /tmp.
//
// Another user may have created a name there first, so no name is trusted. lstat must show that a
// folder or file is no link and belongs to this user. All other users must have no access. On
// Windows, each user has a temporary folder of their own.

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
import { randomBytes } from './random-bytes.ts'
import { codeOf } from './system-errors.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants
const ROOT = 0

/** Undefined on Windows. */
const ownId = (): number | undefined => process.geteuid?.()

/** The folder or file is not private to this user. The message gives the reason. */
class TrustError extends Error {
  override name = 'TrustError'
}

/**
 * Creates the folder `name` in a base such as /tmp, unless it exists. Throws when it cannot be
 * created or trusted.
 */
export function makeOwnFolder(base: string, name: string): string {
  const folder = join(requireSafe(base), name)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  return requireOwnFolder(folder)
}

/** Undefined when the folder is missing or not trusted. */
export function findOwnFolder(base: string, name: string): string | undefined {
  try {
    return requireOwnFolder(join(requireSafe(base), name))
  } catch {
    return undefined
  }
}

/** Writes a file completely or not at all. No link can lead the text to another place. */
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

/**
 * The text of a small file. Undefined for a link, a device, a file with a hard link, or one that
 * other users can open.
 */
export function readOwnFile(path: string, maxBytes: number): string | undefined {
  // The check comes before opening, because opening a device may have an effect.
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

/**
 * Returns the real path of a folder. Throws when another user except root could replace a folder on
 * the way.
 */
function requireSafe(base: string): string {
  const given = resolve(base)
  const real = realpathSync(given)
  for (const path of new Set([...wayTo(given), ...wayTo(real)])) requireSettled(path)
  return real
}

/** The path and all its parent folders. */
function wayTo(path: string): string[] {
  const above = dirname(path)
  return above === path ? [path] : [...wayTo(above), path]
}

/**
 * A folder with the sticky bit, such as /tmp, is safe: each user can rename only their own files in
 * it.
 */
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
