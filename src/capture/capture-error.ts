/** A list that could not be captured; the message names the fix, and never the token nor a text of a row. */
export class CaptureError extends Error {
  override name = 'CaptureError'
}
