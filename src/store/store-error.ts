/**
 * The --db file cannot be used, or a key does not fit it. The message gives the reason and the fix.
 */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** Rows were to be changed in a read-only store. */
export class ReadOnlyError extends Error {
  override name = 'ReadOnlyError'

  constructor() {
    super(
      'the rows cannot be changed, because the mock was started with --read-only; start it without',
    )
  }
}
