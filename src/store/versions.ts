// A number for each dataset that rises whenever its rows may have changed.

export type Versions = ReturnType<typeof createVersions>

export function createVersions() {
  const byDataset = new Map<number, number>()
  let ofOthers = 0
  let latest = 0

  return {
    of: (datasetId: number): number => byDataset.get(datasetId) ?? ofOthers,

    change(datasetId: number): void {
      byDataset.set(datasetId, ++latest)
    },

    changeAll(): void {
      byDataset.clear()
      ofOthers = ++latest
    },

    /** For a dataset that is gone. */
    forget(datasetId: number): void {
      byDataset.delete(datasetId)
    },
  }
}
