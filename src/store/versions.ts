// Two rising numbers for each dataset. `rows` rises when its rows may have changed. `lists` rises
// when a list may have gained, lost or reordered rows.

export type Versions = ReturnType<typeof createVersions>

type Version = { readonly rows: number; readonly lists: number }

export function createVersions() {
  const byDataset = new Map<number, Version>()
  const origins = new Map<number, number>()
  let ofOthers: Version = { rows: 0, lists: 0 }
  let latest = 0

  const versionOf = (datasetId: number): Version => byDataset.get(datasetId) ?? ofOthers

  const originOf = (datasetId: number): number => origins.get(datasetId) ?? datasetId

  return {
    of: (datasetId: number): number => versionOf(datasetId).rows,

    /** Does not change when only fields change that no filter and no order uses. */
    ofLists: (datasetId: number): number => versionOf(datasetId).lists,

    /** Rises with each change of any dataset. */
    latest: (): number => latest,

    /** Rises when another process has written. */
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

    /** The first dataset of which this one is a copy. Both have the same baseline. */
    originOf,

    /** Notes that a copy replaces a dataset. */
    replace(datasetId: number, copyId: number): void {
      origins.set(copyId, originOf(datasetId))
    },

    /** Drops what is known of a deleted dataset. */
    forget(datasetId: number): void {
      byDataset.delete(datasetId)
      origins.delete(datasetId)
    },
  }
}
