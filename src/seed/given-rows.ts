// Reads the rows of texts, values, files and fixtures that are read as a whole.

import { readFileSync } from 'node:fs'
import { runAtOnce } from '../clock/turns.ts'
import { type Dataset, decodeText, parseDatasetText, readValue } from '../dataset/dataset.ts'
import { parseGiven } from '../dataset/given.ts'
import { findUnknownFields, isList } from '../dataset/list.ts'
import type { NamedList } from '../dataset/list-answers.ts'
import type { DatasetRows } from '../dataset/parts.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import type { SettingName } from '../config.ts'
import type { Seed } from '../store/open-store.ts'
import type { FileOptions } from './dataset-file.ts'
import { isFixture } from './dataset-names.ts'
import { type FixtureName, fixtureUrl } from './fixtures.ts'
import { unreadable } from './unreadable.ts'

export type ReadingOptions = Partial<Pick<FileOptions, 'onWarning'>> & {
  /** Says in messages where a setting came from. */
  readonly nameOfSetting?: ((name: SettingName) => string | undefined) | undefined
}

type NamedText = { readonly text: string; readonly name: string }

/** Reads texts as a seed. By `datasetName` (names and length) a --db file knows its origin. */
export function fromTexts(
  texts: readonly NamedText[],
  order: SortOrder,
  options: ReadingOptions,
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

/** Throws a DatasetError for a value that is no dataset. */
export const fromValue = (value: unknown, order: SortOrder, options: ReadingOptions): Seed => ({
  rows: fromValues([{ value, name: 'dataset' }], order, options),
  datasetName: 'the given dataset',
})

export const fromFiles = (
  names: readonly string[],
  order: SortOrder,
  options: ReadingOptions,
): Seed =>
  fromTexts(
    names.map((name) => readNamed(name, options)),
    order,
    options,
  )

export const readFixture = (fixture: FixtureName, name: string): Dataset =>
  parseDatasetText(readFileSync(fixtureUrl(fixture), 'utf8'), name)

function fromValues(
  values: readonly NamedList[],
  order: SortOrder,
  { onWarning }: ReadingOptions,
): DatasetRows {
  const dataset = runAtOnce(parseGiven(values, order))
  const unknown = new Set(values.filter(({ value }) => isList(value)).flatMap(findUnknownFields))
  if (unknown.size > 0)
    onWarning?.(
      `the rows have fields that this API does not document: ${[...unknown].join(', ')}; they are left out`,
    )
  return dataset
}

function readNamed(name: string, options: ReadingOptions): NamedText {
  return {
    text: decodeText(readFile(isFixture(name) ? fixtureUrl(name) : name, options), name),
    name,
  }
}

function readFile(path: string | URL, { nameOfSetting }: ReadingOptions): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw unreadable(String(path), error, nameOfSetting?.('dataset'))
  }
}
