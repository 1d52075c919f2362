// The rows of a walk's list: delivered, missed, or twice.

import type { Verdict, WalkView } from '../../client/wire.ts'

type ShownRow = WalkView['missed_rows'][number] & {
  /** The requests that brought it, where it came more than once. */
  readonly requests?: readonly number[]
}

export type Share = {
  readonly kind: 'once' | 'twice' | 'missed' | 'other'
  /** At least 1. */
  readonly count: number
  /** As in "3 came twice". */
  readonly word: string
  /** The first of them, where they are known. */
  readonly rows: readonly ShownRow[]
}

const missedWords: Partial<Record<Verdict, string>> = {
  open: 'have not come yet',
  single_page: 'not asked for',
}

/** Rows that the client got although they are not in its list now: of another list, or deleted since. */
export function sharesOf(walk: WalkView): Share[] {
  const { rows, distinct, duplicated, missed, verdict } = walk
  const due = rows === null ? distinct : rows - missed
  const other = Math.max(0, distinct - due)
  const once = Math.max(0, distinct - other - duplicated)
  const shares: Share[] = [
    { kind: 'once', count: once, word: 'came once', rows: [] },
    { kind: 'twice', count: duplicated, word: 'came more than once', rows: walk.duplicated_rows },
    {
      kind: 'other',
      count: Math.max(0, distinct - once - duplicated),
      word: 'came from another list, or are gone',
      rows: [],
    },
    {
      kind: 'missed',
      count: missed,
      word: missedWords[verdict] ?? 'never came',
      rows: walk.missed_rows,
    },
  ]
  return shares.filter(({ count }) => count > 0)
}
