// Removes rows in turns that a dataset hides. The table `leaving` names their ids.

import type { Work } from '../clock/turns.ts'
import type { Range } from './hidden-rows.ts'
import type { Run, Statements } from './statements.ts'
import { withoutTriggers } from './without-triggers.ts'

export type LeavingRows = { readonly datasetId: number; readonly ids: Range }

/** The number of rows that one step removes. One step takes a few milliseconds. */
const SLICE = 100

/** Other processes hide the rows too. Call this inside the change that hides them. */
export function noteLeaving(run: Run, { datasetId, ids }: LeavingRows): void {
  run('INSERT INTO leaving VALUES (?, ?, ?)', datasetId, ids.first, ids.last)
}

/**
 * Another process may finish the removal, and later rows may then get the same ids. So each step
 * requires that the table still names them.
 */
export function* removeLeaving(
  statements: Statements,
  { datasetId, ids: { first, last } }: LeavingRows,
): Work<void> {
  const bound = [datasetId, first, last]
  for (const table of ['conversations', 'touched']) {
    const sql = `DELETE FROM ${table} WHERE dataset_id = ? AND id BETWEEN ? AND ? AND ${isNamed} LIMIT ${SLICE}`
    const removeSlice = (run: Run): number => {
      let removed = 0
      withoutTriggers(run, () => (removed = run(sql, ...bound, ...bound)))
      return removed
    }
    // The next step tells why it cannot write.
    while (statements.changeOutdating('nothing', removeSlice) > 0)
      yield statements.betweenChanges()?.catch(() => undefined)
  }
  statements.changeOutdating({ datasetId, what: 'work' }, (run) =>
    run(`DELETE FROM leaving WHERE ${named}`, ...bound),
  )
}

/** A text that changes with each step. */
export const progressOf = (
  statements: Statements,
  { datasetId, ids: { first, last } }: LeavingRows,
): string =>
  ['conversations', 'touched']
    .map((table) => `SELECT min(id) FROM ${table} WHERE dataset_id = ? AND id BETWEEN ? AND ?`)
    .map((sql) => String(statements.first(sql, datasetId, first, last)))
    .join()

const named = 'dataset_id = ? AND first = ? AND last = ?'
const isNamed = `EXISTS (SELECT 1 FROM leaving WHERE ${named})`
