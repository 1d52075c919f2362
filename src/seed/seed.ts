// Loads the first rows of a store: generated rows, a dataset as text or value, a file or a fixture.

import { readFileSync } from 'node:fs'
import { runAtOnce } from '../clock/turns.ts'
import type { SettingName, Settings } from '../config.ts'
import { fromName } from '../parse-settings.ts'
import { DatasetError, decodeText, parseDatasetText, readValue } from '../dataset/dataset.ts'
import { parseGiven } from '../dataset/given.ts'
import type { DatasetRows } from '../dataset/parts.ts'
import { findUnknownFields, isList } from '../dataset/list.ts'
import type { NamedList } from '../dataset/list-answers.ts'
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
import { fixtureUrl } from './fixtures.ts'
import {
  areMany,
  loadGenerated,
  type ManyRows,
  nameOfGenerated,
  openFileRows,
} from './many-rows.ts'
import { readPreparedDemo } from './prepared.ts'
import { rowNames } from './row-locations.ts'
import { unreadable } from './unreadable.ts'

const DEFAULT_FIXTURE = 'demo'

export type SeedSettings = Pick<Settings, 'dataset' | 'datasetJson' | 'generate' | 'seed'> &
  Partial<Pick<Settings, 'order'>>

export type SeedOptions = {
  /** Loads many rows in another thread. Without it, this thread loads all rows. */
  readonly loadInThread?: ((many: ManyRows) => Seed) | undefined
  /** Says in messages where a setting came from. */
  readonly nameOfSetting?: ((name: SettingName) => string | undefined) | undefined
} & Partial<Omit<FileOptions, 'order'>>

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
    return fromTexts(
      [{ text, name: `the inline dataset${fromName(nameOfSetting?.('datasetJson'))}` }],
      order,
      options,
    )
  }
  if (!isNames(dataset))
    return {
      rows: fromValues([{ value: dataset, name: 'dataset' }], order, options),
      datasetName: 'the given dataset',
    }
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
  if (others.length > 0)
    return fromTexts(
      [name, ...others].map((file) => readNamed(file, options)),
      order,
      options,
    )
  if (!isFixture(name)) return fromTexts([readNamed(name, options)], order, options)
  const fixture = `fixture ${name}`
  const prepared = name === DEFAULT_FIXTURE ? readPreparedDemo() : undefined
  if (prepared) return { composed: prepared, datasetName: () => fixture }
  return {
    rows: parseDatasetText(readFileSync(fixtureUrl(name), 'utf8'), fixture),
    datasetName: fixture,
  }
}

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

type NamedText = { readonly text: string; readonly name: string }

/** Reads texts as a seed. `datasetName` has names and length, by which a --db file knows its origin. */
function fromTexts(
  texts: readonly NamedText[],
  order: Settings['order'],
  options: SeedOptions,
): Seed {
  const length = texts.reduce((total, { text }) => total + text.length, 0)
  return {
    rows: fromValues(
      texts.map(({ text, name }) => ({ value: readValue(text, name), name })),
      order,
      options,
    ),
    datasetName: `${texts.map(({ name }) => name).join(', ')}, ${length} characters`,
  }
}

function fromValues(
  values: readonly NamedList[],
  order: Settings['order'],
  { onWarning }: SeedOptions,
): DatasetRows {
  const dataset = runAtOnce(parseGiven(values, order))
  const unknown = new Set(values.filter(({ value }) => isList(value)).flatMap(findUnknownFields))
  if (unknown.size > 0)
    onWarning?.(
      `the rows have fields that this API does not document: ${[...unknown].join(', ')}; they are left out`,
    )
  return dataset
}

function readNamed(name: string, options: SeedOptions): NamedText {
  return {
    text: decodeText(readFile(isFixture(name) ? fixtureUrl(name) : name, options), name),
    name: name,
  }
}

function readFile(path: string | URL, { nameOfSetting }: SeedOptions): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw unreadable(String(path), error, nameOfSetting?.('dataset'))
  }
}
