// Reads the token of the Authorization header in every spelling that Laravel Sanctum accepts.

type Credentials = {
  readonly secret: string
  /** The digits before `|`. If present, they must be the id of the token with this secret. */
  readonly id: bigint | undefined
}

/** Nearly all tokens have this form, which needs no search. */
const USUAL = /^Bearer [^ ,|]{2,}$/

/**
 * Takes the text after the last `bearer ` up to the next comma, and splits it at `|`. Undefined
 * without a token. Mirrors Illuminate\Http\Request::bearerToken() since 11.34 and
 * Laravel\Sanctum\Guard::isValidBearerToken().
 */
export function parseBearer(authorization: string | undefined): Credentials | undefined {
  if (authorization === undefined) return undefined
  if (USUAL.test(authorization)) return { secret: authorization.slice(7), id: undefined }
  const start = authorization.toLowerCase().lastIndexOf('bearer ')
  if (start < 0) return undefined
  const comma = authorization.indexOf(',', start)
  const token = authorization.slice(start + 7, comma < 0 ? undefined : comma)
  const pipe = token.indexOf('|')
  if (pipe < 0) return isEmpty(token) ? undefined : { secret: token, id: undefined }
  const digits = token.slice(0, pipe)
  const secret = token.slice(pipe + 1)
  return /^\d+$/.test(digits) && !isEmpty(secret) ? { secret, id: BigInt(digits) } : undefined
}

export const authorizations = ['sound', 'missing', 'other', 'keyless'] as const

/**
 * The form of an Authorization header, whether or not its key is known. `other`: it has no word
 * Bearer. `keyless`: no key follows that word.
 */
export type Authorization = (typeof authorizations)[number]

export function authorizationIn(header: string | undefined): Authorization {
  if (header === undefined || header.trim() === '') return 'missing'
  if (!/bearer/i.test(header)) return 'other'
  return parseBearer(header) === undefined && /bearer\s*$/i.test(header) ? 'keyless' : 'sound'
}

/** PHP's empty(). */
const isEmpty = (text: string): boolean => text === '' || text === '0'
