// Checks whether created_at never falls while id rises. Rows must come by rising or by falling id;
// any other order counts as out of order.

import type { Conversation } from '../dataset/dataset.ts'

type Latest = Readonly<Pick<Conversation, 'id' | 'created_at'>> & {
  /** Whether ids rise from row to row. Undefined after a single row. */
  readonly isRising?: boolean
}

export type Chronology = {
  /** The datasets whose created_at falls somewhere. */
  readonly outOfOrder: ReadonlySet<number>
  readonly see: (datasetId: number, row: Conversation) => void
  /** Creates an independent copy with the same knowledge. */
  readonly fork: () => Chronology
}

export function createChronology(
  known: { latest?: Iterable<[number, Latest]>; outOfOrder?: Iterable<number> } = {},
): Chronology {
  const latest = new Map(known.latest)
  const outOfOrder = new Set(known.outOfOrder)

  return {
    outOfOrder,

    see(datasetId, { id, created_at }) {
      const before = latest.get(datasetId)
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

    fork: () => createChronology({ latest, outOfOrder }),
  }
}

export const setOutOfOrder =
  'UPDATE datasets SET chronological = 0, baseline_chronological = 0 WHERE id = ?'
