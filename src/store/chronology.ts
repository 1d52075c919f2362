// Checks whether created_at never falls while id rises. Rows must come by rising or by falling id;
// any other order counts as out of order.

import type { Conversation } from '../dataset/dataset.ts'

type Latest = Readonly<Pick<Conversation, 'id' | 'created_at'>> & {
  /** Whether ids rise from row to row. Undefined after a single row. */
  readonly isRising?: boolean
}

export type Chronology = {
  /** The last row of each dataset. */
  readonly latest: ReadonlyMap<number, Latest>
  /** The datasets whose created_at falls somewhere. */
  readonly outOfOrder: ReadonlySet<number>
  readonly see: (datasetId: number, row: Conversation) => void
  /** Continues apart from this chronology, until add() takes over what the fork has seen. */
  readonly fork: () => Chronology
  readonly add: (fork: Chronology) => void
}

type FindLatest = (datasetId: number) => Latest | undefined

export function createChronology(findEarlier: FindLatest = () => undefined): Chronology {
  const latest = new Map<number, Latest>()
  const outOfOrder = new Set<number>()
  const findLatest: FindLatest = (datasetId) => latest.get(datasetId) ?? findEarlier(datasetId)

  return {
    latest,
    outOfOrder,

    see(datasetId, { id, created_at }) {
      const before = findLatest(datasetId)
      if (!before) {
        latest.set(datasetId, { id, created_at })
        return
      }
      const isRising = id > before.id
      const [older, newer] = isRising ? [before, { created_at }] : [{ created_at }, before]
      if (older.created_at > newer.created_at || before.isRising === !isRising)
        outOfOrder.add(datasetId)
      latest.set(datasetId, { id, created_at, isRising })
    },

    fork: () => createChronology(findLatest),

    add(fork) {
      for (const [datasetId, row] of fork.latest) latest.set(datasetId, row)
      for (const datasetId of fork.outOfOrder) outOfOrder.add(datasetId)
    },
  }
}

export const setOutOfOrder =
  'UPDATE datasets SET chronological = 0, baseline_chronological = 0 WHERE id = ?'
