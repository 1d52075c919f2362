// Writes a file completely or not at all. The text first goes to a temporary file in the same
// folder.

import { randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  copyFileSync,
  createWriteStream,
  fchmodSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findTarget } from './file-target.ts'
import { reasonOf } from './system-errors.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/**
 * With these errors the folder accepts no new file, but the existing file may still be writable.
 */
const CLOSED_FOLDER: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS'])
const MOUNTED: ReadonlySet<unknown> = new Set(['EBUSY', 'EXDEV'])

/**
 * Writes texts to a file. The file keeps its old content until the last text is written, even if
 * the process ends before. Links are followed. Devices, pipes and sockets are written directly.
 * Rejects with the system's error.
 */
export async function writeOutputFile(
  file: string,
  texts: Iterable<string>,
  options: FileOptions = {},
): Promise<void> {
  const { path, kind } = findTarget(file)
  if (kind === 'none' || kind === 'file') return replaceFile({ path, kind, ...options }, texts)
  return send(texts, createWriteStream(path))
}

type FileOptions = {
  /** By default the mode of the existing file, or the usual mode of a new file. */
  readonly mode?: number
}

/** Checks the name of an output file before any work is done. Returns the problem, or undefined. */
export function refusalOf(file: string): string | undefined {
  if (file === '') return 'the name is empty; name a file'
  try {
    if (findTarget(file).kind === 'folder') return 'it is a folder; name a file'
    const folder = dirname(file)
    return statSync(folder, { throwIfNoEntry: false })
      ? undefined
      : `the folder ${folder} does not exist; create it first`
  } catch (error) {
    return reasonOf(error)
  }
}

const send = (texts: Iterable<string>, stream: Writable): Promise<void> =>
  pipeline(Readable.from(texts), stream)

async function replaceFile(
  { path, kind, mode }: FileOptions & { readonly path: string; readonly kind: 'none' | 'file' },
  texts: Iterable<string>,
): Promise<void> {
  if (kind === 'file') accessSync(path, constants.W_OK)
  const temporary = join(
    dirname(path),
    `.conversations-mock-${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  )
  const fd = openNew(temporary)
  if (fd === undefined) return send(texts, createWriteStream(path))
  const forget = removeAtEnd(temporary)
  try {
    if (mode !== undefined) fchmodSync(fd, mode)
    else if (kind === 'file') fchmodSync(fd, statSync(path).mode)
    await send(texts, createWriteStream(temporary, { fd }))
    rename(temporary, path)
  } finally {
    forget()
    rmSync(temporary, { force: true })
  }
}

/** Undefined when the folder accepts no new file. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'wx')
  } catch (error) {
    if (isOneOf(CLOSED_FOLDER, error)) return undefined
    throw error
  }
}

/**
 * A file that is mounted by itself, as in a container, cannot be replaced. It is overwritten
 * instead.
 */
function rename(temporary: string, path: string): void {
  try {
    renameSync(temporary, path)
  } catch (error) {
    if (!isOneOf(MOUNTED, error)) throw error
    copyFileSync(temporary, path)
  }
}

const isOneOf = (codes: ReadonlySet<unknown>, error: unknown): boolean =>
  error instanceof Error && 'code' in error && codes.has(error.code)

/**
 * Removes the file when this process ends, even by a signal. Returns a function that cancels this.
 */
function removeAtEnd(file: string): () => void {
  const remove = (): void => rmSync(file, { force: true })
  const forget = (): void => {
    process.off('exit', remove)
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  function onSignal(signal: NodeJS.Signals): void {
    remove()
    forget()
    process.kill(process.pid, signal)
  }
  process.on('exit', remove)
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return forget
}
