// Whether created_at never falls as id rises. Rows that do not come by rising id count as if it fell.

import type { Conversation } from '../dataset/dataset.ts'

type Latest = Readonly<Pick<Conversation, 'id' | 'created_at'>>

export type Chronology = {
  /** The datasets in which it falls somewhere. */
  readonly outOfOrder: ReadonlySet<number>
  readonly see: (datasetId: number, row: Conversation) => void
  /** One that knows the same and sees on by itself. */
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
      if (before && (id < before.id || created_at < before.created_at)) outOfOrder.add(datasetId)
      latest.set(datasetId, { id, created_at })
    },

    fork: () => createChronology({ latest, outOfOrder }),
  }
}

export const setOutOfOrder =
  'UPDATE datasets SET chronological = 0, baseline_chronological = 0 WHERE id = ?'
