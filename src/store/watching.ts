// Records the rows of a dataset that change while it is read over many turns.

export type Watching = ReturnType<typeof createWatching>

export function createWatching() {
  const byDataset = new Map<number, Set<number>>()

  return {
    /** Returns a set that receives the ids of rows written from now on, until end() is called. */
    begin(datasetId: number): ReadonlySet<number> {
      const ids = new Set<number>()
      byDataset.set(datasetId, ids)
      return ids
    },

    end(datasetId: number): void {
      byDataset.delete(datasetId)
    },

    note(datasetId: number, ids: Iterable<number>): void {
      const noted = byDataset.get(datasetId)
      if (noted) for (const id of ids) noted.add(id)
    },
  }
}
