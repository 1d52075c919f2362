/** A --db file that cannot be used, or a key that does not fit to it; the message says why and what to do. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** A change of rows where none is possible. */
export class ReadOnlyError extends Error {
  override name = 'ReadOnlyError'

  constructor() {
    super(
      'the rows cannot be changed, because the mock was started with --read-only; start it without',
    )
  }
}
