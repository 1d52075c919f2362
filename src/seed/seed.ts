// Loads the first rows of a store: generated rows, a dataset as text or value, a file or a fixture.

import type { Settings } from '../config.ts'
import { fromName } from '../parse-settings.ts'
import { DatasetError } from '../dataset/dataset-error.ts'
import { loadOnce } from '../system/load-once.ts'
import type { Seed } from '../store/open-store.ts'
import {
  type FileOptions,
  isStreamed,
  isTable,
  nameOfStreamed,
  sizeOf,
  STDIN,
} from './dataset-file.ts'
import { datasetNames, isFixture } from './dataset-names.ts'
import type { ReadingOptions } from './given-rows.ts'
import {
  areMany,
  loadGenerated,
  type ManyRows,
  nameOfGenerated,
  openFileRows,
} from './many-rows.ts'
import { readPreparedDemo } from './prepared.ts'
import { rowNames } from './row-locations.ts'

const DEFAULT_FIXTURE = 'demo'

export type SeedSettings = Pick<Settings, 'dataset' | 'datasetJson' | 'generate' | 'seed'> &
  Partial<Pick<Settings, 'order'>>

export type SeedOptions = {
  /** Loads many rows in another thread. Without it, this thread loads all rows. */
  readonly loadInThread?: ((many: ManyRows) => Seed) | undefined
} & ReadingOptions &
  Partial<Omit<FileOptions, 'order'>>

/** Creates a seed. Its rows are loaded once, at the first call of `load`. */
export function createSeed(settings: SeedSettings, options: SeedOptions = {}) {
  const { get: load } = loadOnce(() => loadSeed(settings, options))

  return {
    /** Rejects with a DatasetError that names the file, the path in it and the fix. */
    load,

    /** The name of the rows that a --db file must hold; undefined if the settings name no rows. */
    async expected(): Promise<string | undefined> {
      const { dataset, datasetJson, generate, seed, order = 'id' } = settings
      if (generate !== undefined) return nameOfGenerated({ generate, seed })
      if (dataset === undefined && datasetJson === undefined) return undefined
      const name = streamedName(dataset)
      if (name !== undefined) return nameOfStreamed(name, { order, ...options })
      const { datasetName } = await load()
      return typeof datasetName === 'string' ? datasetName : datasetName()
    },
  }
}

async function loadSeed(
  { dataset = DEFAULT_FIXTURE, datasetJson, generate, seed, order = 'id' }: SeedSettings,
  options: SeedOptions,
): Promise<Seed> {
  const { loadInThread, nameOfSetting } = options
  if (generate !== undefined) {
    const given = { generate, seed }
    if (loadInThread && areMany({ rows: generate })) return loadInThread(given)
    return { rows: await loadGenerated(given), datasetName: nameOfGenerated(given) }
  }
  if (datasetJson !== undefined) {
    const text = datasetJson.replace(/^\ufeff/, '')
    const { fromTexts } = await loadReading()
    return fromTexts(
      [{ text, name: `the inline dataset${fromName(nameOfSetting?.('datasetJson'))}` }],
      order,
      options,
    )
  }
  if (!isNames(dataset)) return (await loadReading()).fromValue(dataset, order, options)
  const [name = '', ...others] = datasetNames([dataset].flat())
  const alone = [name, ...others].find(isTable)
  if (alone !== undefined && others.length > 0)
    throw new DatasetError(
      `${alone === STDIN ? 'stdin' : alone} cannot be joined with other files; give it alone`,
    )
  if (!isFixture(name) && others.length === 0 && isStreamed(name)) {
    const given = { file: name, order, setting: nameOfSetting?.('dataset') }
    if (loadInThread && areMany({ bytes: sizeOf(name) })) return loadInThread(given)
    const { parts, datasetName, locations } = await openFileRows(given, options)
    return { parts, datasetName, ...rowNames(locations) }
  }
  if (others.length > 0 || !isFixture(name))
    return (await loadReading()).fromFiles([name, ...others], order, options)
  const datasetName = `fixture ${name}`
  const prepared = name === DEFAULT_FIXTURE ? readPreparedDemo() : undefined
  if (prepared) return { composed: prepared, datasetName: () => datasetName }
  return { rows: (await loadReading()).readFixture(name, datasetName), datasetName }
}

/** The schemas of datasets, which the prepared demo and generated rows do not need. */
const loadReading = () => import('./given-rows.ts')

/** The name of the dataset if it is one file whose rows are stored while it is read. */
function streamedName(dataset: SeedSettings['dataset']): string | undefined {
  if (dataset === undefined || !isNames(dataset)) return undefined
  const [name = '', ...others] = datasetNames([dataset].flat())
  return others.length === 0 && !isFixture(name) && isStreamed(name) ? name : undefined
}

const isNames = (dataset: NonNullable<SeedSettings['dataset']>): dataset is string | string[] =>
  typeof dataset === 'string' ||
  (Array.isArray(dataset) &&
    dataset.length > 0 &&
    dataset.every((name) => typeof name === 'string'))
