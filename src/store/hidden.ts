// Rows that are being written over many turns of the event loop. Nobody sees them before all of them are there.

/** Their rids, which no other rows have. */
export type HiddenRange = { readonly first: number; readonly last: number }

export type Hidden = ReturnType<typeof createHidden>

/** For two bound values, as boundsOf() gives them. A rid is part of every index. */
export const isVisible = 'rid NOT BETWEEN (SELECT ?) AND (SELECT ?)'

export function createHidden() {
  const ranges = new Map<number, HiddenRange>()

  return {
    /** By dataset, which has one range at most. */
    ranges,

    /** No row has the rid 0. */
    boundsOf(datasetId: number): [number, number] {
      const range = ranges.get(datasetId)
      return range === undefined ? [0, 0] : [range.first, range.last]
    },
  }
}
