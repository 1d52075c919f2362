/** Two walks that could not be compared; the message names the request and the fix. */
export class ComparisonError extends Error {
  override name = 'ComparisonError'
}
