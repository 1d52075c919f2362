// Whether created_at never falls as id rises. Rows whose ids neither rise nor fall all the way count as if it fell.

import type { Conversation } from '../dataset/dataset.ts'

type Latest = Readonly<Pick<Conversation, 'id' | 'created_at'>> & {
  /** Whether ids rise; undefined after a single row. */
  readonly isRising?: boolean
}

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
