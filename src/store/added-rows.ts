// Finds and removes rows that were added above the baseline. A reset only hides many such rows, and
// removes them afterwards in turns.

import type { Work } from '../clock/turns.ts'
import type { Hidden } from './hidden.ts'
import { removeLeaving } from './leaving-rows.ts'
import { touchedRows } from './rewind.ts'
import type { Statements } from './statements.ts'

/** With fewer changed rows, one turn is enough to remove the added ones. */
const MANY = 300
/** The number of rows that one step reads. One step takes a few milliseconds. */
const SLICE = 100

export function createAddedRows(statements: Statements, hidden: Hidden) {
  /**
   * The first id above all ids of the baseline, and above `floor`. Undefined when few rows stand above
   * them.
   */
  function* findAdded(datasetId: number, floor = 0): Work<number | undefined> {
    if (touchedRows(statements, datasetId) < MANY) return undefined
    const [original] = statements.first(highestOriginal, datasetId) ?? []
    const highest = Math.max(Number(original), floor)
    let first: number | undefined
    let count = 0
    for (let below = Number.MAX_SAFE_INTEGER; ;) {
      const slice = statements.all(rowsBelow, datasetId, below)
      for (const [id, isAdded] of slice) {
        if (isAdded !== 1 || Number(id) <= highest) return count < MANY ? undefined : first
        first = Number(id)
        count++
      }
      if (slice.length < SLICE) return count < MANY ? undefined : first
      below = first ?? 0
      yield
    }
  }

  function* removeAdded(datasetId: number): Work<void> {
    const ids = hidden.byDataset.get(datasetId)?.ids
    if (ids) yield* removeLeaving(statements, { datasetId, ids })
    hidden.reveal(datasetId)
  }

  return { findAdded, removeAdded }
}

const highestOriginal = 'SELECT coalesce(max(id), 0) FROM originals WHERE dataset_id = ?'

/** Selects rows below an id, and whether each row changed since the baseline. */
const rowsBelow = `SELECT id, EXISTS (SELECT 1 FROM touched WHERE touched.dataset_id = conversations.dataset_id AND touched.id = conversations.id)
  FROM conversations WHERE dataset_id = ? AND id < ? ORDER BY id DESC LIMIT ${SLICE}`
