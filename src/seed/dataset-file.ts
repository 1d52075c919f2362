// Dataset files, and stdin, whose rows are stored while the file is read.

import { type Stats, statSync } from 'node:fs'
import type { SortOrder } from '../dataset/sort-order.ts'

/** The file name that means stdin. */
export const STDIN = '-'

/** Bytes up to which a JSON file is read as a whole. Its tables may then come in any order. */
const MAX_WHOLE = 2 ** 23

export type ReadObserver = (read: { bytes: number; total: number | undefined }) => void

export type FileOptions = {
  readonly order: SortOrder
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  readonly onWarning?: ((message: string) => void) | undefined
  /** Called with the bytes read so far. `total` is undefined when the size is unknown. */
  readonly onRead?: ReadObserver | undefined
}

/** Whether the rows of a file are stored while it is read. */
export function isStreamed(name: string): boolean {
  if (isTable(name)) return true
  const stats = statsOf(name)
  return stats !== undefined && !stats.isDirectory() && (!stats.isFile() || stats.size > MAX_WHOLE)
}

/** Whether a name means a table or stdin, which cannot be joined with other files. */
export const isTable = (name: string): boolean => name === STDIN || TABLE.test(name)

const TABLE = /\.(?:csv|tsv|ndjson|jsonl)$/i

/** Undefined for a file that does not exist or cannot be accessed. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

/** The size of a file in bytes; 0 if it is unknown. */
export const sizeOf = (name: string): number => (name === STDIN ? 0 : (statsOf(name)?.size ?? 0))

/** The name under which a --db file remembers where its rows came from. */
export async function nameOfStreamed(name: string, { stdin }: FileOptions): Promise<string> {
  if (name !== STDIN) return nameOfRead(name, sizeOf(name))
  let bytes = 0
  for await (const chunk of stdin ?? process.stdin) bytes += chunk.length
  return nameOfRead(name, bytes)
}

export const nameOfRead = (name: string, bytes: number): string =>
  `${name === STDIN ? 'stdin' : name}, ${bytes} bytes`
