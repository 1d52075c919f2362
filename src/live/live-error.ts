/** An API that could not be asked; the message names the request and the fix, and never the token. */
export class LiveError extends Error {
  override name = 'LiveError'
  /** `budget`: it could go on with more requests or time. `stopped`: the signal ended it. */
  readonly kind: LiveErrorKind

  constructor(message: string, details: { kind?: LiveErrorKind; cause?: unknown } = {}) {
    super(message, { cause: details.cause })
    this.kind = details.kind ?? 'failed'
  }
}

export type LiveErrorKind = 'failed' | 'budget' | 'stopped'
