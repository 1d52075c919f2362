/** A --db file that cannot be used, or a key that does not fit to it; the message says why and what to do. */
export class StoreError extends Error {
  override name = 'StoreError'
}
