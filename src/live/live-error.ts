/** An API could not be asked. The message names the request and the fix, and never the token. */
export class LiveError extends Error {
  override name = 'LiveError'
  /**
   * `budget`: more requests or more time would help. `stopped`: the caller's signal ended the run.
   */
  readonly kind: LiveErrorKind

  constructor(message: string, details: { kind?: LiveErrorKind; cause?: unknown } = {}) {
    super(message, { cause: details.cause })
    this.kind = details.kind ?? 'failed'
  }
}

export type LiveErrorKind = 'failed' | 'budget' | 'stopped'
