// Two rising numbers for each dataset. `rows` rises when its rows may have changed. `lists` rises
// when a list may have gained, lost or reordered rows.

import type { News } from './change-notes.ts'

export type Versions = ReturnType<typeof createVersions>

/** `others` is `lists` after the last change by another process. */
type Version = { readonly rows: number; readonly lists: number; readonly others: number }

export function createVersions() {
  const byDataset = new Map<number, Version>()
  const origins = new Map<number, number>()
  /** The version of datasets that have not changed since another process changed everything. */
  let ofAll: Version = { rows: 0, lists: 0, others: 0 }
  let latest = 0

  const versionOf = (datasetId: number): Version => byDataset.get(datasetId) ?? ofAll

  const originOf = (datasetId: number): number => origins.get(datasetId) ?? datasetId

  function changeFields(datasetId: number): void {
    byDataset.set(datasetId, { ...versionOf(datasetId), rows: ++latest })
  }

  return {
    of: (datasetId: number): number => versionOf(datasetId).rows,

    /** Does not change when only fields change that no filter and no order uses. */
    ofLists: (datasetId: number): number => versionOf(datasetId).lists,

    /** Rises with each change of any dataset. */
    latest: (): number => latest,

    /** Rises when another process may have changed lists of the dataset. */
    ofOthers: (datasetId: number): number => versionOf(datasetId).others,

    change(datasetId: number): void {
      latest++
      const { others } = versionOf(datasetId)
      byDataset.set(datasetId, { rows: latest, lists: latest, others })
    },

    changeFields,

    changeByOthers(news: News): void {
      if (news === 'everything') {
        byDataset.clear()
        latest++
        ofAll = { rows: latest, lists: latest, others: latest }
        return
      }
      for (const { datasetId, what } of news) {
        if (what === 'fields') changeFields(datasetId)
        if (what !== 'lists') continue
        latest++
        byDataset.set(datasetId, { rows: latest, lists: latest, others: latest })
      }
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
