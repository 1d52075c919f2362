// The catalogue of failures with Laravel's sentences and statuses. failure-page.ts renders them.

type FailureKind = 'unauthenticated' | 'validation' | 'http'

/** A failed request. `kind` decides how Laravel renders it for a client that expects no JSON. */
export class Failure extends Error {
  override name = 'Failure'
  readonly status: number
  readonly kind: FailureKind
  readonly headers: Readonly<Record<string, string>>
  /** Messages by field, for validation failures. */
  readonly errors: ReadonlyMap<string, readonly string[]> | undefined

  constructor(
    status: number,
    message: string,
    details: {
      kind?: FailureKind
      headers?: Record<string, string>
      errors?: Map<string, string[]>
    } = {},
  ) {
    super(message)
    this.status = status
    this.kind = details.kind ?? 'http'
    this.headers = details.headers ?? {}
    this.errors = details.errors
  }
}

export const unauthenticated = (): Failure =>
  new Failure(401, 'Unauthenticated.', { kind: 'unauthenticated' })

export const routeNotFound = (path: string): Failure =>
  new Failure(404, `The route ${path} could not be found.`)

export function methodNotAllowed(
  method: string,
  path: string,
  allowed: readonly string[] = ['GET', 'HEAD'],
): Failure {
  const names = allowed.join(', ')
  return new Failure(
    405,
    `The ${method} method is not supported for route ${path}. Supported methods: ${names}.`,
    { headers: { Allow: names } },
  )
}

/**
 * A 422. Its message is the first error and the number of the others.
 * Mirrors ValidationException::summarize().
 */
export function invalid(errors: Map<string, string[]>): Failure {
  const [first = '', ...others] = [...errors.values()].flat()
  const more =
    others.length === 0
      ? ''
      : ` (and ${others.length} more ${others.length === 1 ? 'error' : 'errors'})`
  return new Failure(422, `${first}${more}`, { kind: 'validation', errors })
}

/** A 422 with the message of Laravel versions before 9. */
export const invalidAsGiven = (errors: Map<string, string[]>): Failure =>
  new Failure(422, 'The given data was invalid.', { kind: 'validation', errors })

export const tooManyAttempts = (headers: Record<string, string>): Failure =>
  new Failure(429, 'Too Many Attempts.', { headers })

export const badRequest = (): Failure => new Failure(400, 'Bad request.')

export const malformedUrl = (): Failure => new Failure(400, 'Malformed URL.')

export const bodyTooLarge = (): Failure => new Failure(413, 'The POST data is too large.')

export const serverError = (): Failure => new Failure(500, 'Server Error')

/** The failure while the file cannot be written. Waiting one second is mostly enough. */
export const unavailable = (): Failure =>
  new Failure(503, 'Service Unavailable', { headers: { 'Retry-After': '1' } })

/** The sentences of Laravel for a status without a message. */
const sentences = new Map([
  [403, 'This action is unauthorized.'],
  [419, 'CSRF token mismatch.'],
  [500, 'Server Error'],
  [503, 'Service Unavailable'],
])

/** The requests per minute and the seconds to wait in the headers of a Causeless failure. */
const LIMIT = 60
const WAIT_SECONDS = 60

/** The data for a failure that a fault or a preference causes, not a mistake in the request. */
export type Causeless = {
  readonly path: string
  /** Unix seconds. */
  readonly now: number
  /** Whether a 503 has Retry-After. Laravel's maintenance mode sends it, abort(503) does not. */
  readonly isMaintained?: boolean | undefined
}

/**
 * The failure that Laravel's route or middleware throws with this status. For all other statuses,
 * the failure of abort($status).
 */
export function failureOf(status: number, { path, now, isMaintained = false }: Causeless): Failure {
  const sentence = sentences.get(status) ?? ''
  switch (status) {
    case 401:
      return unauthenticated()
    case 404:
      return routeNotFound(path)
    case 422:
      return invalid(new Map([['type', ['The selected type is invalid.']]]))
    case 429:
      return tooManyAttempts({
        'X-RateLimit-Limit': String(LIMIT),
        'X-RateLimit-Remaining': '0',
        'Retry-After': String(WAIT_SECONDS),
        'X-RateLimit-Reset': String(Math.floor(now) + WAIT_SECONDS),
      })
    case 503:
      return new Failure(
        503,
        sentence,
        isMaintained ? { headers: { 'Retry-After': String(WAIT_SECONDS) } } : {},
      )
    default:
      return new Failure(status, sentence)
  }
}
