// Records the rows of a dataset that change while it is read over many turns. Processes that share a
// file record them in the file.

import type { Run } from './statements.ts'

export type Watch = {
  /** The ids of the rows that changed. Undefined when any row may have changed. */
  readonly changed: () => readonly number[] | undefined
  readonly end: () => void
}

export type Watching = {
  readonly begin: (datasetId: number) => Watch
  /** Call this inside the change that writes the rows. */
  readonly note: (run: Run, datasetId: number, ids: readonly number[]) => void
  /** Long work calls this inside its last change. Other long work of this process waits for it. */
  readonly noteAll: (run: Run, datasetId: number) => void
}

export function createOwnWatching(): Watching {
  const byDataset = new Map<number, Set<number>>()

  return {
    begin(datasetId) {
      const ids = new Set<number>()
      byDataset.set(datasetId, ids)
      return { changed: () => [...ids], end: () => byDataset.delete(datasetId) }
    },

    note(_run, datasetId, ids) {
      const noted = byDataset.get(datasetId)
      if (noted) for (const id of ids) noted.add(id)
    },

    noteAll: () => undefined,
  }
}
