// The file of a database, and the kinds of files that are refused. A refused file is left as it is.

import { accessSync, closeSync, constants, lstatSync, openSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { findTarget } from '../system/file-target.ts'
import { StoreError } from './store-error.ts'

/** A file as the user named it. */
export type FileName = {
  /** Undefined for memory. */
  readonly file: string | undefined
  /** Where its name came from, for messages. */
  readonly fileSetting?: string | undefined
}

/** The files that SQLite and this program keep beside a database. */
const COMPANIONS = ['-wal', '-shm', '-journal', '-lock', '-owner']
const NEW_FILE =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

export const unusable = ({ file, fileSetting = '--db' }: FileName, reason: string): StoreError =>
  new StoreError(`cannot use ${file ?? 'memory'} as ${fileSetting}: ${reason}`)

/** The path where links lead to. Throws a StoreError, or an error of the system. */
export function findDatabaseFile(named: FileName & { readonly file: string }): string {
  const { path, kind } = findTarget(named.file)
  const folder = [dirname(named.file), dirname(path)].find((each) => statsOf(each) === undefined)
  if (kind === 'folder') throw unusable(named, 'it is a folder; name a file')
  if (kind === 'stream') throw unusable(named, 'it is a device, a pipe or a socket; name a file')
  if (kind === 'none' && statsOf(named.file) !== undefined)
    throw unusable(
      named,
      `it is a link to ${path}, which does not exist; name that file, or remove the link`,
    )
  if (kind === 'none' && folder !== undefined)
    throw unusable(named, `the folder ${folder} does not exist; create it first`)
  // One name for each file, whatever links its folders are.
  const real = join(realpathSync(dirname(path)), basename(path))
  for (const end of COMPANIONS) requirePlainCompanion(named, real + end)
  return real
}

/** Somebody else may have put a link or a pipe there, which SQLite would follow or wait for. */
function requirePlainCompanion(named: FileName, companion: string): void {
  const stats = statsOf(companion)
  if (stats && !stats.isFile())
    throw unusable(named, `${companion} beside it is no regular file; remove that`)
}

/** SQLite writes beside the file as well. Throws an error of the system. */
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

/** An empty file that nobody else may read. Throws an error of the system where there is something already. */
export const createPrivateFile = (path: string): void => closeSync(openSync(path, NEW_FILE, 0o600))

/** Hard links: each name has files of its own beside it. */
export const hasOtherNames = (path: string): boolean => (statsOf(path)?.nlink ?? 1) > 1

export const sizeOf = (path: string): number | undefined => statsOf(path)?.size

/** Tells a file from another one that later has the same path. */
export const inodeOf = (path: string): number | undefined => statsOf(path)?.ino

const statsOf = (path: string) => lstatSync(path, { throwIfNoEntry: false })
