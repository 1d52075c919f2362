// Seeds of many rows, described by data that threads can exchange.

import { type DatasetPart, type DatasetRows, partsOf } from '../dataset/parts.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import type { FileOptions } from './dataset-file.ts'
import type { RowLocations } from './row-locations.ts'
import { unreadable } from './unreadable.ts'

export type GeneratedRows = { readonly generate: number; readonly seed: number }

/** `setting` names where the name of the file was given. */
export type FileRows = {
  readonly file: string
  readonly order: SortOrder
  readonly setting: string | undefined
}

export type ManyRows = GeneratedRows | FileRows

export type OpenedRows = {
  readonly parts: AsyncIterable<DatasetPart> | Iterable<DatasetPart>
  /** Both are complete after the last part. Generated rows have no locations. */
  readonly datasetName: () => string
  readonly locations?: RowLocations
}

/** With fewer rows or bytes, another thread would take more time to start than it saves. */
const MANY_ROWS = 50_000
const MANY_BYTES = 2 ** 24

export const areMany = ({ rows = 0, bytes = 0 }: { rows?: number; bytes?: number }): boolean =>
  rows >= MANY_ROWS || bytes >= MANY_BYTES

export const nameOfGenerated = ({ generate, seed }: GeneratedRows): string =>
  `${generate} generated rows of seed ${seed}`

export async function loadGenerated({ generate, seed }: GeneratedRows): Promise<DatasetRows> {
  const { loadGenerator } = await import('./generator.ts')
  const { conversations, ...others } = await loadGenerator({ count: generate, seed })
  return { ...others, conversations: conversations() }
}

/** Rejects with a DatasetError if the file cannot be read. */
export async function openFileRows(
  { file, order, setting }: FileRows,
  options: Omit<FileOptions, 'order'>,
) {
  const { openStreamed } = await import('./streamed-file.ts')
  const refuse = (error: unknown): Error => unreadable(file, error, setting)
  return openStreamed(file, { ...options, order, refuse })
}

export async function openManyRows(
  many: ManyRows,
  options: Omit<FileOptions, 'order'>,
): Promise<OpenedRows> {
  if ('file' in many) return openFileRows(many, options)
  return { parts: partsOf(await loadGenerated(many)), datasetName: () => nameOfGenerated(many) }
}
