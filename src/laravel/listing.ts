// Facts about a list besides its text.

/** The ids and neighbours of a list, for the journal and the judge. */
export type Listing = Neighbours & {
  /** Of the rows, joined by commas, as they were before a fault changed them. */
  readonly ids: string
}

export type Neighbours = {
  /** Null by cursor. */
  readonly total: number | null
  /** The page number or the cursor that it offered. */
  readonly next: string | null
  readonly previous: string | null
  /** The cursors that a page offered besides. */
  readonly cursors?: Cursors | undefined
}

/** The cursors to the rows after and before a list. */
export type Cursors = { readonly next: string | null; readonly previous: string | null }

export const noCursors: Cursors = { next: null, previous: null }

/** The cursors of a list by either paginator. */
export const cursorsOf = ({ total, next, previous, cursors }: Neighbours): Cursors =>
  total === null ? { next, previous } : (cursors ?? noCursors)
