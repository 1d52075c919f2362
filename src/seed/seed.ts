// Which rows a store begins with: generated ones, a dataset given as text or value, a file, or a built-in fixture.

import { existsSync, readFileSync } from 'node:fs'
import type { Settings } from '../config.ts'
import { DatasetError, parseDataset, parseDatasetText } from '../dataset/dataset.ts'
import type { Seed } from '../store/open-store.ts'
import { reasonOf } from '../system-errors.ts'
import { fixtureNames, fixtureUrl } from './fixtures.ts'

const DEFAULT_FIXTURE = 'demo'

export type SeedSettings = Pick<Settings, 'dataset' | 'datasetJson' | 'generate' | 'seed'>

/** The rows are loaded when they are first needed, and once. */
export function createSeed(settings: SeedSettings) {
  let loaded: Promise<Seed> | undefined
  const load = (): Promise<Seed> => (loaded ??= loadSeed(settings))

  return {
    /** Rejects with a DatasetError that names the file, the path in it and the fix. */
    load,

    /** What a --db file must hold when rows are asked for by name; undefined when none are. */
    async expected(): Promise<string | undefined> {
      const { dataset, datasetJson, generate, seed } = settings
      if (generate !== undefined) return nameOfGenerated(generate, seed)
      return dataset === undefined && datasetJson === undefined ? undefined : (await load()).source
    },
  }
}

async function loadSeed({ dataset, datasetJson, generate, seed }: SeedSettings): Promise<Seed> {
  if (generate !== undefined) {
    const { loadGenerator } = await import('./generator.ts')
    const { conversations, ...others } = await loadGenerator({ count: generate, seed })
    return { rows: { ...others, conversations: conversations() }, source: nameOfGenerated(generate, seed) }
  }
  if (datasetJson !== undefined) return fromText(datasetJson, 'the inline dataset')
  if (typeof dataset === 'object') return { rows: parseDataset(dataset, 'dataset'), source: 'the given dataset' }
  const { path, name } = locate(dataset ?? DEFAULT_FIXTURE)
  const text = readText(path)
  return typeof path === 'string' ? fromText(text, name) : { rows: parseDatasetText(text, name), source: name }
}

const nameOfGenerated = (count: number, seed: number): string => `${count} generated rows of seed ${seed}`

/** A --db file remembers the name and the length of what it was made from. */
const fromText = (text: string, place: string): Seed => ({
  rows: parseDatasetText(text, place),
  source: `${place}, ${text.length} characters`,
})

function locate(dataset: string): { path: string | URL; name: string } {
  const fixture = existsSync(dataset) ? undefined : fixtureNames.find((name) => name === dataset)
  return fixture === undefined ? { path: dataset, name: dataset } : { path: fixtureUrl(fixture), name: `fixture ${fixture}` }
}

function readText(path: string | URL): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = isMissing ? `there is no such file; give a file or one of ${fixtureNames.join(', ')}` : reasonOf(error)
    throw new DatasetError(`cannot read the dataset ${String(path)}: ${reason}`)
  }
}
