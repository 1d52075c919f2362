// Writing a file that is whole or not there: under another name beside it first.

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
/** The file may be written all the same, though nothing can be made beside it. */
const CLOSED_FOLDER: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS'])
const MOUNTED: ReadonlySet<unknown> = new Set(['EBUSY', 'EXDEV'])

/**
 * Writes texts to a file. Until the last is written the file stays as it was, also when this process is ended meanwhile.
 * Links are followed; devices, pipes and the like are written directly. Rejects with the error of the system.
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
  /** By default that of the file before, or of any new file. */
  readonly mode?: number
}

/** The problem with the name of a file to write, before any work is done for it. */
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

/** Undefined where the folder takes no new file. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'wx')
  } catch (error) {
    if (isOneOf(CLOSED_FOLDER, error)) return undefined
    throw error
  }
}

/** A file that is mounted by itself, as into a container, can only be written over. */
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

/** Removes the file when this process ends, by a signal too; returns what keeps that from happening. */
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
