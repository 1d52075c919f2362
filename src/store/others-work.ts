// Rows that other processes write or remove over many turns: hidden here as well, as the file says it.

import type { Work } from '../clock/turns.ts'
import type { HiddenRows } from './hidden.ts'
import { claim, type StagedRows, takeBack } from './staged-rows.ts'
import type { Statements } from './statements.ts'

export type OthersWork = ReturnType<typeof createOthersWork>

export function createOthersWork(
  statements: Statements,
  { isShared }: { readonly isShared: boolean },
) {
  const byDataset = new Map<number, HiddenRows>()
  let staged: readonly StagedRows[] = []
  /** The first rids of rows that this process writes. */
  const own = new Set<number>()

  /** To be called when another process has written. */
  function look(): void {
    byDataset.clear()
    staged = statements.all(stagedRows).flatMap(([datasetId, first, last, key]) => {
      const rids = { first: Number(first), last: Number(last) }
      return own.has(rids.first) ? [] : [{ datasetId: Number(datasetId), rids, key: String(key) }]
    })
    for (const { datasetId, rids } of staged) byDataset.set(datasetId, { rids })
    for (const [id, first, last] of statements.all('SELECT dataset_id, first, last FROM leaving')) {
      const ids = { first: Number(first), last: Number(last) }
      byDataset.set(Number(id), { ...byDataset.get(Number(id)), ids })
    }
  }

  const stagedIn = (datasetId: number | undefined): StagedRows[] =>
    staged.filter((rows) => rows.datasetId === (datasetId ?? rows.datasetId))

  return {
    own,
    look,
    rowsIn: (datasetId: number): HiddenRows | undefined => byDataset.get(datasetId),

    /** Whether others write rows of a dataset, or of any. */
    isIn(datasetId: number | undefined): boolean {
      if (!isShared) return false
      // A read within the last milliseconds may show an older state.
      statements.endAll()
      statements.refresh()
      return stagedIn(datasetId).length > 0
    },

    /** Changes while such work goes on. */
    progressIn: (datasetId: number | undefined): string =>
      stagedIn(datasetId)
        .map(({ rids: { first, last } }) => String(statements.first(lastWritten, first, last)))
        .join(),

    *takeBack(datasetId: number | undefined): Work<void> {
      for (const rows of stagedIn(datasetId)) {
        const claimed = claim(statements, rows)
        if (claimed) yield* takeBack(statements, claimed)
      }
      look()
    },
  }
}

/** The last row of a range is written first. */
const stagedRows = `SELECT dataset_id, staged.first, staged.last, key
  FROM staged CROSS JOIN conversations ON rid = staged.last LEFT JOIN staging_keys ON staging_keys.first = staged.first`

const lastWritten =
  'SELECT rid FROM conversations WHERE rid >= ? AND rid < ? ORDER BY rid DESC LIMIT 1'
