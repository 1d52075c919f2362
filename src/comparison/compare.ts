// Checks whether two walks bring the same rows in the same order. Both walks advance together, and
// only the ids of past rows are kept.

import { isDeepStrictEqual } from 'node:util'
import type { EditionName } from '../editions.ts'
import { type Row, type SharedField, sharedFields } from './list.ts'
import { createReader, type Portion, type Reader } from './reader.ts'
import { createTally, type IdCount, type Side, type Tally } from './tally.ts'

export type Sides<T> = Readonly<Record<Side, T>>

type Differences = {
  /**
   * Whether there is no first difference. A row that both lists repeat at the same place is no
   * difference.
   */
  readonly same: boolean
  readonly rows: Sides<number>
  readonly requests: Sides<number>
  readonly first_difference: FirstDifference | null
  readonly only_in_page: IdCount
  readonly only_in_cursor: IdCount
  readonly duplicated_in_page: IdCount
  readonly duplicated_in_cursor: IdCount
  /** A note when the totals suggest that rows moved during the walk; null otherwise. */
  readonly note: string | null
}

export type Comparison = Differences & { readonly editions: Sides<EditionName> }

export type DifferenceKind =
  | 'order'
  | 'missing_in_page'
  | 'missing_in_cursor'
  | 'duplicated_in_page'
  | 'duplicated_in_cursor'
  | 'field'

export type FirstDifference = {
  /** The position of the row, counted from 0. */
  readonly index: number
  readonly kind: DifferenceKind
  /** Null when this list had already ended. */
  readonly page: Row | null
  readonly cursor: Row | null
  /** The differing fields of two rows with the same id. Undefined stands for a missing field. */
  readonly fields?: readonly FieldDifference[]
  /** The URLs that returned the rows. For a list that had ended, the URL of its last request. */
  readonly requests: Sides<string>
}

export type FieldDifference = {
  readonly name: SharedField
  readonly page: unknown
  readonly cursor: unknown
}

/**
 * The first place where the lists differ. `isRepeated` tells which side repeats an earlier row
 * there.
 */
type Parting = Omit<FirstDifference, 'kind'> & { readonly isRepeated: Sides<boolean> }

/**
 * Reads a row of the page walk, then one of the cursor walk. It requests a portion only when its
 * rows are needed.
 */
export async function compareLists(portions: Sides<AsyncIterable<Portion>>): Promise<Differences> {
  const readers = { page: createReader(portions.page), cursor: createReader(portions.cursor) }
  const tally = createTally()
  let parting: Parting | undefined
  for (let index = 0; ; index++) {
    const page = await readers.page.next()
    const cursor = await readers.cursor.next()
    if (page === null && cursor === null) break
    const isRepeated = {
      page: page !== null && tally.add('page', idOf(page)),
      cursor: cursor !== null && tally.add('cursor', idOf(cursor)),
    }
    if (parting) continue
    const fields =
      page && cursor && idOf(page) === idOf(cursor) ? differingFields(page, cursor) : undefined
    if (fields?.length === 0) continue
    const requests = { page: readers.page.url(), cursor: readers.cursor.url() }
    parting = { index, page, cursor, ...(fields && { fields }), requests, isRepeated }
  }
  return {
    same: parting === undefined,
    rows: { page: readers.page.rows(), cursor: readers.cursor.rows() },
    requests: { page: readers.page.requests(), cursor: readers.cursor.requests() },
    first_difference: parting ? explain(parting, tally) : null,
    ...tally.result(),
    note: noteOf(readers.page),
  }
}

function differingFields(page: Row, cursor: Row): FieldDifference[] {
  return sharedFields
    .filter((name) => !isDeepStrictEqual(page[name], cursor[name]))
    .map((name) => ({ name, page: page[name], cursor: cursor[name] }))
}

function explain({ isRepeated, ...parting }: Parting, tally: Tally): FirstDifference {
  return { ...parting, kind: kindOf({ ...parting, isRepeated }, tally) }
}

/** A repeated row is reported before a missing row, because it shifts all rows after it. */
function kindOf({ fields, page, cursor, isRepeated }: Parting, tally: Tally): DifferenceKind {
  if (fields) return 'field'
  if (isRepeated.page) return 'duplicated_in_page'
  if (isRepeated.cursor) return 'duplicated_in_cursor'
  if (page && !tally.has('cursor', idOf(page))) return 'missing_in_cursor'
  if (cursor && !tally.has('page', idOf(cursor))) return 'missing_in_page'
  return 'order'
}

/** A number and its text identify the same row. The field `id` then counts as different. */
const idOf = ({ id }: Row): string => String(id)

function noteOf({ totals, rows }: Reader): string | null {
  const [first, ...others] = totals()
  if (first === undefined) return null
  if (others.length > 0) {
    const shown = [first, ...others.slice(0, 4)].join(', ') + (others.length > 4 ? ', …' : '')
    return `the total changed while the pages were walked (${shown}): rows came or went, so compare again while nothing writes`
  }
  return rows() === first
    ? null
    : `the pages say that there are ${first} rows in total, and held ${rows()}`
}
