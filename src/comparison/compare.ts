// Whether two walks brought the same rows in the same order. The walks go in step, and of each row only its id is kept.

import { isDeepStrictEqual } from 'node:util'
import type { EditionName } from '../editions.ts'
import { type Row, type SharedField, sharedFields } from './list.ts'
import { createReader, type Portion, type Reader } from './reader.ts'
import { createTally, type IdCount, type Side, type Tally } from './tally.ts'

export type Sides<T> = Readonly<Record<Side, T>>

export type Differences = {
  /** Whether there is no first difference: rows that both give twice at the same place do not count. */
  readonly same: boolean
  readonly rows: Sides<number>
  readonly requests: Sides<number>
  readonly first_difference: FirstDifference | null
  readonly only_in_page: IdCount
  readonly only_in_cursor: IdCount
  readonly duplicated_in_page: IdCount
  readonly duplicated_in_cursor: IdCount
  /** The signs of rows that moved in the meantime. */
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
  /** From 0. */
  readonly index: number
  readonly kind: DifferenceKind
  /** Null where the list had ended. */
  readonly page: Row | null
  readonly cursor: Row | null
  /** Of a row that differs in itself. A value that is undefined is absent. */
  readonly fields?: readonly FieldDifference[]
  /** Where the rows came from; for a list that had ended, its last request. */
  readonly requests: Sides<string>
}

export type FieldDifference = {
  readonly name: SharedField
  readonly page: unknown
  readonly cursor: unknown
}

/** Where the lists part, and which side then gave a row that it had given before. */
type Parting = Omit<FirstDifference, 'kind'> & { readonly isRepeated: Sides<boolean> }

/** Asks for the page walk's next portion before the cursor walk's, and for none before its rows are needed. */
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

/** A row that came again is told before one that is missing: it shifts all rows behind it. */
function kindOf({ fields, page, cursor, isRepeated }: Parting, tally: Tally): DifferenceKind {
  if (fields) return 'field'
  if (isRepeated.page) return 'duplicated_in_page'
  if (isRepeated.cursor) return 'duplicated_in_cursor'
  if (page && !tally.has('cursor', idOf(page))) return 'missing_in_cursor'
  if (cursor && !tally.has('page', idOf(cursor))) return 'missing_in_page'
  return 'order'
}

/** A number and its text name the same row, whose field `id` then differs. */
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
