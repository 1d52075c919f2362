// Turns files of other tools, or saved answers of the API, into the text of a dataset.
// The rows go through a store in memory, which checks them.

import { DATASET_SCHEMA, formatDataset } from '../dataset/text.ts'
import { encodeJson } from '../php/json.ts'
import { openStore } from '../store/open-store.ts'
import { storedRows } from '../store/stored-rows.ts'
import type { FileOptions } from './dataset-file.ts'
import { createInvention } from './invention.ts'
import { createSeed } from './seed.ts'

export type Imported = {
  readonly rows: number
  readonly texts: Iterable<string>
  readonly close: () => void
}

type ImportedOptions = Omit<FileOptions, 'order'> & {
  readonly onRow?: ((count: number) => void) | undefined
  readonly onIndexing?: (() => void) | undefined
}

/** The seed of invented values. It is fixed, so the same files always give the same text. */
const SEED = 1

/** Rejects with a DatasetError. The caller must close the result. */
export async function openImported(
  files: readonly string[],
  { onRow, onIndexing, ...options }: ImportedOptions,
): Promise<Imported> {
  const seed = createSeed({ dataset: [...files], seed: SEED }, options)
  const store = await openStore({
    file: undefined,
    order: 'id',
    // Answers are never built from these rows, so only the variables are needed.
    render: ({ variables }) => ({ basic: '', full: '', variables: encodeJson(variables) }),
    seed: seed.load,
    ...createInvention(SEED),
    onRow,
    onIndexing,
  })
  const rows = storedRows(store, store.users.list(), neverGone)
  return {
    rows: store.seededRows(),
    texts: formatDataset(rows, DATASET_SCHEMA),
    close: store.close,
  }
}

const neverGone = (): Error => new Error('rows were replaced while they were read')
