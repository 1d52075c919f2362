// Counts the rows that each walk has brought.

export type Side = 'page' | 'cursor'

/** The number of rows of one kind, and the ids of the first few. */
export type IdCount = { readonly count: number; readonly ids: readonly string[] }

export type Tally = ReturnType<typeof createTally>

const MAX_IDS = 100

/** Flags of a row id: seen once or twice, for each side. */
const ONCE = { page: 1, cursor: 2 } as const
const TWICE = { page: 4, cursor: 8 } as const

export function createTally() {
  /** The flags of each id, in the order of the ids' first appearance. */
  const seen = new Map<string, number>()

  function find(isMeant: (bits: number) => boolean): IdCount {
    let count = 0
    const ids: string[] = []
    for (const [id, bits] of seen) {
      if (!isMeant(bits)) continue
      if (count++ < MAX_IDS) ids.push(id)
    }
    return { count, ids }
  }

  return {
    /** Adds a row and returns whether the same side has brought it before. */
    add(side: Side, id: string): boolean {
      const bits = seen.get(id) ?? 0
      const isRepeated = (bits & ONCE[side]) !== 0
      seen.set(id, bits | (isRepeated ? TWICE[side] : ONCE[side]))
      return isRepeated
    },
    has: (side: Side, id: string): boolean => ((seen.get(id) ?? 0) & ONCE[side]) !== 0,
    result: () => ({
      only_in_page: find((bits) => (bits & ONCE.cursor) === 0),
      only_in_cursor: find((bits) => (bits & ONCE.page) === 0),
      duplicated_in_page: find((bits) => (bits & TWICE.page) !== 0),
      duplicated_in_cursor: find((bits) => (bits & TWICE.cursor) !== 0),
    }),
  }
}
