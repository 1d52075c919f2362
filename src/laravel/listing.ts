// Facts about the list in an answer, for the journal and the judge.

export type Listing = Neighbours & {
  /** The ids of the rows, joined by commas, before a fault changed the list. */
  readonly ids: string
}

export type Neighbours = {
  /** The total number of rows; null when the list is paged by cursor. */
  readonly total: number | null
  /** The page number or the cursor that the answer gives for the next page. */
  readonly next: string | null
  readonly previous: string | null
  /** The cursors that a list by page also gives. */
  readonly cursors?: Cursors | undefined
}

/** The cursors to the rows after and before the list. */
export type Cursors = { readonly next: string | null; readonly previous: string | null }

export const noCursors: Cursors = { next: null, previous: null }

/** The cursors that a list gives, by page or by cursor. */
export const cursorsOf = ({ total, next, previous, cursors }: Neighbours): Cursors =>
  total === null ? { next, previous } : (cursors ?? noCursors)
