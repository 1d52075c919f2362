// Where the rows of a file are, as data that threads can exchange.

import { DatasetError, toDatasetError } from '../dataset/dataset-error.ts'
import type { RowNames } from '../store/import-problems.ts'
import { type LineStart, lineOf } from '../tabular/line-index.ts'

/** `lines` is absent for JSON, whose rows are named by their path. */
export type RowLocations = { readonly name: string; readonly lines?: readonly LineStart[] }

/** Names the rows that the store refuses. It may be called after all rows are read. */
export function rowNames({ name, lines }: RowLocations): RowNames {
  return {
    refuseDuplicate(column, index, first) {
      if (lines)
        return new DatasetError(
          `${name}: line ${lineOf(lines, index)}, ${column}: is already used in line ${lineOf(lines, first)}; it must be unique`,
        )
      const message = `is already used by conversations[${first}]; it must be unique`
      return toDatasetError(name, [{ path: ['conversations', index, column], message }])
    },
    refuseMessage(table, index, id) {
      const message = `names ${id}, which does not exist; add it or correct the reference`
      return toDatasetError(name, [{ path: [table, index, 'conversation_id'], message }])
    },
  }
}
