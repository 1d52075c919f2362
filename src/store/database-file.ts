// Finds and checks the file of a database. A refused file is left unchanged.

import { accessSync, closeSync, constants, lstatSync, openSync, realpathSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { findTarget } from '../system/file-target.ts'
import { requireOwnCompanions, requireOwnEmptyFile } from './companions.ts'
import { type FileName, unusable } from './file-name.ts'

const NEW_FILE =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/** Returns the path after all links. Throws a StoreError or an error of the system. */
export function findDatabaseFile(named: FileName & { readonly file: string }): string {
  const { path, kind } = findTarget(named.file)
  const folder = [dirname(named.file), dirname(path)].find((each) => statsOf(each) === undefined)
  if (kind === 'folder') throw unusable(named, 'it is a folder; name a file')
  if (['/', sep].some((end) => named.file.endsWith(end)))
    throw unusable(named, 'it ends with a slash, so it names a folder; name a file')
  if (kind === 'stream') throw unusable(named, 'it is a device, a pipe or a socket; name a file')
  if (kind === 'none' && statsOf(named.file) !== undefined)
    throw unusable(
      named,
      `it is a link to ${path}, which does not exist; name that file, or remove the link`,
    )
  if (kind === 'none' && folder !== undefined)
    throw unusable(named, `the folder ${folder} does not exist; create it first`)
  // The real path gives each file one name, even if its folders are links.
  const real = join(realpathSync(dirname(path)), basename(path))
  requireOwnCompanions(named, real)
  requireOwnEmptyFile(named, real)
  return real
}

/**
 * SQLite also writes files beside the database, so the folder must be writable. Throws an error of
 * the system.
 */
export function requireWritable(named: FileName, path: string): void {
  try {
    if (statsOf(path)) accessSync(path, constants.W_OK)
    accessSync(dirname(path), constants.W_OK)
  } catch (error) {
    if (statsOf(path) === undefined) throw error
    throw unusable(
      named,
      'it cannot be written; check the rights of the file and of its folder, or start with --read-only',
    )
  }
}

/**
 * Creates an empty file that no other user may read. Throws an error of the system when the path
 * exists.
 */
export const createPrivateFile = (path: string): void => closeSync(openSync(path, NEW_FILE, 0o600))

/** Whether the file has hard links. SQLite would keep separate companion files for each name. */
export const hasOtherNames = (path: string): boolean => (statsOf(path)?.nlink ?? 1) > 1

export const sizeOf = (path: string): number | undefined => statsOf(path)?.size

/** Identifies a file, even when another file later has the same path. */
export const inodeOf = (path: string): number | undefined => statsOf(path)?.ino

const statsOf = (path: string) => lstatSync(path, { throwIfNoEntry: false })
