// Counts the rows of a walk: those that came once, came more than once, or never came.

import type { Verdict, WalkView } from '../../client/wire.ts'

type ShownRow = WalkView['missed_rows'][number] & {
  /** The ids of the requests that brought the row. Set only when it came more than once. */
  readonly requests?: readonly number[]
}

export type Share = {
  readonly kind: 'once' | 'twice' | 'missed' | 'other'
  /** The number of rows, at least 1. */
  readonly count: number
  /** The words after the number, such as "came once". */
  readonly word: string
  /** The first of these rows; empty when the judge does not list them. */
  readonly rows: readonly ShownRow[]
}

const missedWords: Partial<Record<Verdict, string>> = {
  open: 'have not come yet',
  single_page: 'not asked for',
}

/**
 * The shares of a walk's rows, without empty ones. `other` counts rows that the client got but that
 * are not in its list: they belong to another list, or were deleted since.
 */
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
