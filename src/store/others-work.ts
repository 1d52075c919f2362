// Hides rows that other processes write or remove over many turns. The file records these rows.

import type { Work } from '../clock/turns.ts'
import type { HiddenRows } from './hidden-rows.ts'
import { type LeavingRows, progressOf, removeLeaving } from './leaving-rows.ts'
import { claim, type StagedRows, takeBack } from './staged-rows.ts'
import type { Statements } from './statements.ts'

export type OthersWork = ReturnType<typeof createOthersWork>

export function createOthersWork(
  statements: Statements,
  { isShared }: { readonly isShared: boolean },
) {
  const byDataset = new Map<number, HiddenRows>()
  let staged: readonly StagedRows[] = []
  let leavingRows: readonly LeavingRows[] = []
  /** The first rids of the ranges that this process writes. */
  const own = new Set<number>()
  /** The datasets whose rows this process removes. */
  const ownLeaving = new Set<number>()

  /** Call this when another process has written. */
  function look(): void {
    byDataset.clear()
    staged = statements.all(stagedRows).flatMap(([datasetId, first, last, key]) => {
      const rids = { first: Number(first), last: Number(last) }
      return own.has(rids.first) ? [] : [{ datasetId: Number(datasetId), rids, key: String(key) }]
    })
    leavingRows = statements
      .all('SELECT dataset_id, first, last FROM leaving')
      .map(([id, first, last]) => ({
        datasetId: Number(id),
        ids: { first: Number(first), last: Number(last) },
      }))
      .filter(({ datasetId }) => !ownLeaving.has(datasetId))
    for (const { datasetId, rids } of staged) byDataset.set(datasetId, { rids })
    for (const { datasetId, ids } of leavingRows)
      byDataset.set(datasetId, { ...byDataset.get(datasetId), ids })
  }

  const stagedIn = (datasetId: number | undefined): StagedRows[] =>
    staged.filter((rows) => rows.datasetId === (datasetId ?? rows.datasetId))

  const leavingIn = (datasetId: number | undefined): LeavingRows[] =>
    leavingRows.filter((rows) => rows.datasetId === (datasetId ?? rows.datasetId))

  return {
    own,
    ownLeaving,
    look,
    rowsIn: (datasetId: number): HiddenRows | undefined => byDataset.get(datasetId),

    /** Whether another process writes or removes rows of the dataset; without an id, of any dataset. */
    isIn(datasetId: number | undefined): boolean {
      if (!isShared) return false
      // The current read may show a state that is some milliseconds old, so it ends first.
      statements.endAll()
      statements.refresh()
      return stagedIn(datasetId).length + leavingIn(datasetId).length > 0
    },

    /** A text that changes with each progress of this work. */
    progressIn: (datasetId: number | undefined): string =>
      [
        ...stagedIn(datasetId).map(({ rids: { first, last } }) =>
          String(statements.first(lastWritten, first, last)),
        ),
        ...leavingIn(datasetId).map((rows) => progressOf(statements, rows)),
      ].join(),

    /** Takes back what a killed process was writing, and removes the rest of what it removed. */
    *finish(datasetId: number | undefined): Work<void> {
      for (const rows of stagedIn(datasetId)) {
        const claimed = claim(statements, rows)
        if (claimed) yield* takeBack(statements, claimed)
      }
      for (const rows of leavingIn(datasetId)) yield* removeLeaving(statements, rows)
      look()
    },
  }
}

/** Each process writes the last row of its range first. */
const stagedRows = `SELECT dataset_id, staged.first, staged.last, key
  FROM staged CROSS JOIN conversations ON rid = staged.last LEFT JOIN staging_keys ON staging_keys.first = staged.first`

const lastWritten =
  'SELECT rid FROM conversations WHERE rid >= ? AND rid < ? ORDER BY rid DESC LIMIT 1'
