// Where the rows of the store come from.

import type { Statements } from './statements.ts'

export const createOrigin = (statements: Statements) => ({
  /** The name of the dataset that seeded the store. */
  datasetName: (): string => String(statements.first('SELECT source FROM seeded')?.[0]),

  /** The number of rows that the seed wrote. */
  seededRows: (): number => Number(statements.first('SELECT rows FROM seeded')?.[0]),
})
