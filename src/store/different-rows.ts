// Compares a dataset with a snapshot of it.

import type { Work } from '../clock/turns.ts'
import { compareWithChanges, compareWithSnapshot, type StoredSnapshot } from './snapshot-rows.ts'
import type { Bound, Statements } from './statements.ts'

/**
 * The ids of rows that only the snapshot has, in rising order, and of rows that differ in another
 * way.
 */
export type Different = {
  readonly missing: readonly number[]
  readonly different: readonly number[]
}

/**
 * Compares the rows up to the id `end`. Undefined when more than `max` rows differ, not counting
 * missing ones.
 */
export function* findDifferent(
  statements: Statements,
  { id, datasetId }: StoredSnapshot,
  { end = Infinity, max }: { readonly end: number | undefined; readonly max: number },
): Work<Different | undefined> {
  const different: number[] = []
  const missing: number[] = []
  const comparisons: readonly [string, (from: number) => Bound[]][] = [
    [compareWithChanges, (from) => [id, datasetId, from]],
    [compareWithSnapshot, (from) => [id, from, id, datasetId]],
  ]
  for (const [compare, bound] of comparisons) {
    for (let from: number | undefined = 0; from !== undefined; yield) {
      const rows = statements.all(compare, ...bound(from))
      for (const [row, isDifferent, isMissing] of rows)
        if (Number(row) >= end) break
        else if (isMissing === 1) missing.push(Number(row))
        else if (isDifferent === 1) different.push(Number(row))
      if (different.length > max) return undefined
      const last = rows.at(-1)
      from = last && Number(last[0]) < end ? Number(last[0]) + 1 : undefined
    }
  }
  return { missing, different }
}
