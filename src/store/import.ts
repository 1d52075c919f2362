// Imports a dataset into an empty store, in one transaction. Indexes are created after the rows.

import type Database from 'better-sqlite3'
import { type DatasetPart, type DatasetRows, partsOf } from '../dataset/parts.ts'
import { type ComposedPart, composeParts } from './composing.ts'
import type { Render } from './conversation-row.ts'
import type { RowNames } from './import-problems.ts'
import { laterTables, tables } from './schema.ts'
import { createSeedWriter, type SeedWriting } from './seed-writer.ts'

/** The rows for an empty store. `datasetName` names them for the next mock that opens the file. */
export type Seed =
  | { readonly rows: DatasetRows; readonly datasetName: string }
  /** Rows that are streamed. Their name is known at the end, and the store checks their uuids. */
  | ({
      readonly parts: AsyncIterable<DatasetPart>
      readonly datasetName: () => string
    } & RowNames)
  | ComposedSeed

/** Rows that are composed already. `names` is absent if the ids and uuids cannot repeat. */
export type ComposedSeed = {
  readonly composed: AsyncIterable<ComposedPart> | Iterable<ComposedPart>
  readonly datasetName: () => string
  readonly names?: () => RowNames
}

export type ImportOptions = SeedWriting & { readonly render: Render }

/**
 * Lets the file shrink after rows are deleted; see garbage.ts. SQLite accepts this only before the
 * first page, and writes that page. Inside the transaction, a failed import leaves no page.
 */
export const SHRINKING = 'auto_vacuum = INCREMENTAL'

/** Rejects with the error of the parts or of the seed. Nothing is written then. */
export async function importSeed(
  db: Database.Database,
  seed: Seed,
  options: ImportOptions,
): Promise<void> {
  db.exec('BEGIN')
  try {
    await writeSeed(db, seed, options)
    db.exec('COMMIT')
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

async function writeSeed(db: Database.Database, seed: Seed, options: ImportOptions): Promise<void> {
  db.pragma(SHRINKING)
  db.exec(tables)
  db.exec(laterTables)
  const writer = createSeedWriter(db, options, namesOf(seed))
  for await (const part of composedOf(seed, options.render)) writer.write(part)
  writer.end(typeof seed.datasetName === 'string' ? seed.datasetName : seed.datasetName())
}

function composedOf(seed: Seed, render: Render): ComposedSeed['composed'] {
  if ('composed' in seed) return seed.composed
  if ('parts' in seed) return composeParts(seed.parts, { render, isNewestFirst: false })
  return composeParts(partsOf(seed.rows), { render, isNewestFirst: true })
}

/** The result is called when a row is refused, after all rows are read. */
function namesOf(seed: Seed): (() => RowNames) | undefined {
  if ('composed' in seed) return seed.names
  return 'parts' in seed ? () => seed : undefined
}
