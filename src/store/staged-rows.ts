// Rows that are written over many turns. The file records their range of rids, and a key that only
// the writer knows. Another process may remove such rows: it replaces the key, and the writer then
// gives up.

import { randomUUID } from 'node:crypto'
import type { Work } from '../clock/turns.ts'
import { withoutTriggers } from './without-triggers.ts'
import type { Range } from './hidden-rows.ts'
import { GoneError } from './row-error.ts'
import type { Run, Statements } from './statements.ts'

/** So few rows are removed within a few milliseconds. */
const SLICE = 25

export type StagedRows = {
  readonly datasetId: number
  readonly rids: Range
  readonly key: string
}

/**
 * Reserves `count` rids. Write the row with the last rid next: it keeps others from using the rids.
 * Call this inside a change.
 */
export function reserveRids(
  statements: Statements,
  run: Run,
  { datasetId, count }: { readonly datasetId: number; readonly count: number },
): StagedRows {
  const sql = 'SELECT coalesce(max(rid), 0) + 1 FROM conversations'
  const first = Number(statements.first(sql)?.[0])
  const last = first + count - 1
  const key = randomUUID()
  run('INSERT INTO staged VALUES (?, ?)', first, last)
  run('INSERT INTO staging_keys VALUES (?, ?)', first, key)
  return { datasetId, rids: { first, last }, key }
}

/** Whether the rows still belong to this writer. Call this inside a change. */
export const isStaged = (statements: Statements, { rids, key }: StagedRows): boolean =>
  statements.first('SELECT 1 FROM staging_keys WHERE first = ? AND key = ?', rids.first, key) !==
  undefined

/**
 * Throws unless all rows of the range are written and belong to this writer. Call this inside a
 * change, which then makes the rows last.
 */
export function requireAll(statements: Statements, staged: StagedRows): void {
  const { first, last } = staged.rids
  const sql = 'SELECT count(*) FROM conversations WHERE rid BETWEEN ? AND ?'
  const count = Number(statements.first(sql, first, last)?.[0])
  if (!isStaged(statements, staged) || count !== last - first + 1) throw new GoneError()
}

/**
 * Forgets the range, because its rows are all written or all removed. Call this inside a change.
 */
export function endStaging(run: Run, { rids }: StagedRows): void {
  for (const table of ['staged', 'staging_keys'])
    run(`DELETE FROM ${table} WHERE first = ?`, rids.first)
}

/** Removes the rows of the range that are already written. */
export function* takeBack(statements: Statements, staged: StagedRows): Work<void> {
  const { datasetId, rids } = staged
  for (let from = rids.first; from <= rids.last; from += SLICE) {
    const to = Math.min(rids.last, from + SLICE - 1)
    const isLeft = statements.changeOutdating({ datasetId, what: 'work' }, (run) => {
      if (!isStaged(statements, staged)) return false
      run(forgetTouched, datasetId, from, to)
      withoutTriggers(run, () =>
        run('DELETE FROM conversations WHERE rid BETWEEN ? AND ?', from, to),
      )
      if (to === rids.last) endStaging(run, staged)
      return true
    })
    if (!isLeft) return
    yield statements.log?.untilBounded()
  }
}

const forgetTouched = `DELETE FROM touched WHERE dataset_id = ?
  AND id IN (SELECT id FROM conversations WHERE rid BETWEEN ? AND ?)
  AND NOT EXISTS (SELECT 1 FROM originals WHERE originals.dataset_id = touched.dataset_id AND originals.id = touched.id)`

/**
 * Takes over the rows of another process with a new key. Undefined when a third process was faster.
 */
export function claim(statements: Statements, staged: StagedRows): StagedRows | undefined {
  const key = randomUUID()
  const sql = 'UPDATE staging_keys SET key = ? WHERE first = ? AND key = ?'
  const claimed = statements.change((run) => run(sql, key, staged.rids.first, staged.key))
  return claimed === 0 ? undefined : { ...staged, key }
}
