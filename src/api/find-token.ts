// Finds the token of a request, as Laravel Sanctum does.

import type { IncomingHttpHeaders } from 'node:http'
import { parseBearer } from '../laravel/bearer.ts'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'

type Now = (userId?: number) => number

/** Returns a function that gives undefined when the token is missing, unknown or expired. */
export function createTokenFinder(store: Pick<Store, 'findToken'>, now: Now) {
  /** Most tokens never expire, and then the clock is not read. */
  const isCurrent = ({ expiresAt, user_id: userId }: KnownToken): boolean =>
    expiresAt === Infinity || expiresAt >= now(userId)

  return (headers: IncomingHttpHeaders): KnownToken | undefined => {
    const credentials = parseBearer(headers.authorization)
    const token = credentials && store.findToken(credentials.secret)
    const isMeant = token && (credentials.id === undefined || credentials.id === BigInt(token.id))
    return isMeant && isCurrent(token) ? token : undefined
  }
}
