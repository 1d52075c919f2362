/** Two walks could not be compared. The message names the request and the fix. */
export class ComparisonError extends Error {
  override name = 'ComparisonError'
}
