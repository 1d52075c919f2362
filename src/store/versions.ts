// Numbers for each dataset that rise: one whenever its rows may have changed, and one whenever other rows may belong to a list, or
// rows stand in another order.

export type Versions = ReturnType<typeof createVersions>

type Version = { readonly rows: number; readonly lists: number }

export function createVersions() {
  const byDataset = new Map<number, Version>()
  let ofOthers: Version = { rows: 0, lists: 0 }
  let latest = 0

  const versionOf = (datasetId: number): Version => byDataset.get(datasetId) ?? ofOthers

  return {
    of: (datasetId: number): number => versionOf(datasetId).rows,

    /** Stays as it is while only fields change that no filter and no order looks at. */
    ofLists: (datasetId: number): number => versionOf(datasetId).lists,

    /** Rises with every change of any dataset. */
    latest: (): number => latest,

    /** Rises whenever another process has written. */
    ofOthers: (): number => ofOthers.rows,

    change(datasetId: number): void {
      latest++
      byDataset.set(datasetId, { rows: latest, lists: latest })
    },

    changeFields(datasetId: number): void {
      byDataset.set(datasetId, { rows: ++latest, lists: versionOf(datasetId).lists })
    },

    changeAll(): void {
      byDataset.clear()
      latest++
      ofOthers = { rows: latest, lists: latest }
    },

    /** For a dataset that is gone. */
    forget(datasetId: number): void {
      byDataset.delete(datasetId)
    },
  }
}
