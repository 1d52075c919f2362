// Finds the token of a request, as Laravel Sanctum does.

import type { IncomingHttpHeaders } from 'node:http'
import { parseBearer } from '../laravel/bearer.ts'
import { header } from '../laravel/http.ts'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'

/** Returns a function that gives undefined when the token is missing, unknown or expired. */
export const createTokenFinder =
  (store: Store, now: (userId?: number) => number) =>
  (headers: IncomingHttpHeaders): KnownToken | undefined => {
    const credentials = parseBearer(header(headers, 'authorization'))
    const token = credentials && store.findToken(credentials.secret)
    const isMeant = token && (credentials.id === undefined || credentials.id === BigInt(token.id))
    return isMeant && token.expiresAt >= now(token.user_id) ? token : undefined
  }
