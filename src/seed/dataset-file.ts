// Dataset files that are read while their rows are written, and stdin.

import { type Stats, statSync } from 'node:fs'
import type { SortOrder } from '../dataset/sort-order.ts'

/** Stands for stdin. */
export const STDIN = '-'

/** A JSON file up to this size is read as a whole: its tables may then come in any order. */
const MAX_WHOLE = 2 ** 23

export type ReadObserver = (read: { bytes: number; total: number | undefined }) => void

export type FileOptions = {
  readonly order: SortOrder
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  readonly onWarning?: ((message: string) => void) | undefined
  /** Hears how much of the file is read; `total` is undefined where nobody knows. */
  readonly onRead?: ReadObserver | undefined
}

/** Whether rows are written while the file is read. */
export function isStreamed(name: string): boolean {
  if (isTable(name)) return true
  const stats = statsOf(name)
  return stats !== undefined && !stats.isDirectory() && (!stats.isFile() || stats.size > MAX_WHOLE)
}

/** Only lists as the API answers them can be joined. */
export const isTable = (name: string): boolean => name === STDIN || TABLE.test(name)

const TABLE = /\.(?:csv|tsv|ndjson|jsonl)$/i

/** Undefined for a file that cannot be looked at. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

/** The name that a --db file remembers. */
export async function nameOfStreamed(name: string, { stdin }: FileOptions): Promise<string> {
  if (name !== STDIN) return nameOfRead(name, statsOf(name)?.size ?? 0)
  let bytes = 0
  for await (const chunk of stdin ?? process.stdin) bytes += chunk.length
  return nameOfRead(name, bytes)
}

export const nameOfRead = (name: string, bytes: number): string =>
  `${name === STDIN ? 'stdin' : name}, ${bytes} bytes`
