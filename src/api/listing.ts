// What is told of a list besides its text.

/** What a list said about itself and its neighbours, for those who look on. */
export type Listing = {
  /** Of the rows, joined by commas, as they were before a fault changed them. */
  readonly ids: string
  /** Null by cursor. */
  readonly total: number | null
  /** The page number or the cursor that it offered. */
  readonly next: string | null
  readonly previous: string | null
}
