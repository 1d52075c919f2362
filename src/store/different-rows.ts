// Compares a dataset with a snapshot of it.

import type { Work } from '../clock/turns.ts'
import { endOfSlice } from './slices.ts'
import {
  changedFrom,
  compareWithChanges,
  compareWithSnapshot,
  savedFrom,
  type StoredSnapshot,
} from './snapshot-rows.ts'
import type { Statements } from './statements.ts'

/**
 * The ids of rows that only the snapshot has, in rising order, and of rows that differ in another
 * way.
 */
export type Different = {
  readonly missing: readonly number[]
  readonly different: readonly number[]
}

const MAX_ID = Number.MAX_SAFE_INTEGER

/**
 * Compares the rows up to the id `end`. Undefined when more than `max` rows differ, not counting
 * missing ones.
 */
export function* findDifferent(
  statements: Statements,
  { id, datasetId }: StoredSnapshot,
  { end = MAX_ID, max }: { readonly end: number | undefined; readonly max: number },
): Work<Different | undefined> {
  const different: number[] = []
  const missing: number[] = []
  const comparisons = [
    {
      endFrom: (first: number) => endOfSlice(statements, changedFrom, datasetId, first),
      compare: (first: number, last: number) =>
        statements.all(compareWithChanges, id, datasetId, first, last),
    },
    {
      endFrom: (first: number) => endOfSlice(statements, savedFrom, id, first),
      compare: (first: number, last: number) =>
        statements.all(compareWithSnapshot, id, first, last, id, datasetId),
    },
  ]
  for (const { endFrom, compare } of comparisons) {
    for (let first = 0, last = 0; first < end; first = last + 1) {
      last = Math.min(endFrom(first) ?? MAX_ID, end - 1)
      for (const [row, isDifferent, isMissing] of compare(first, last))
        if (isMissing === 1) missing.push(Number(row))
        else if (isDifferent === 1) different.push(Number(row))
      if (different.length > max) return undefined
      yield
    }
  }
  return { missing, different }
}
