/**
 * A list could not be captured. The message names the fix. It never holds the token or a text of a
 * row.
 */
export class CaptureError extends Error {
  override name = 'CaptureError'
}
