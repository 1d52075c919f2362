// How many requests a client may make: a general limit, and one for generated replies. Mirrors throttleApi() and ThrottleRequests.

import type { Exchange } from '../exchange.ts'
import { header } from '../laravel/http.ts'
import { HttpResponseException, jsonAnswer } from '../laravel/json-answer.ts'
import { createLimiter, fewerLeft } from '../laravel/limiter.ts'
import type { Endpoint } from './endpoint.ts'

/** Generated replies a minute, for each token. */
const MAX_REPLIES = 5

export type Throttling = ReturnType<typeof createThrottling>

export type ThrottlingOptions = {
  readonly rateLimit: number | 'off'
  readonly trustProxies: boolean
  /** The ids of a user's tokens. */
  readonly tokensOf: (userId: number) => readonly number[]
}

export function createThrottling({ rateLimit, trustProxies, tokensOf }: ThrottlingOptions) {
  const clients = createLimiter(rateLimit)
  /** The mock's own page has a window for itself. */
  const dashboard = createLimiter(rateLimit)
  const replies = createLimiter(MAX_REPLIES, refuseReply)

  return {
    /** Counts a request; returns the headers of the limit with fewer left. Throws a 429. */
    hit({ middleware }: Endpoint, exchange: Exchange): Readonly<Record<string, string>> {
      if (!middleware.includes('throttle:api')) return none
      const { token, time, isFromDashboard } = exchange
      const isOpen = middleware[0] === 'throttle:api'
      const client = token && !isOpen ? token.user_id : addressOf(exchange, trustProxies)
      const headers = (isFromDashboard ? dashboard : clients).hit(client, time)
      if (!token || !middleware.includes('throttle:replies')) return headers
      return fewerLeft(headers, replies.hit(token.id, time))
    },

    reset(userId?: number): void {
      clients.reset(userId)
      dashboard.reset(userId)
      if (userId === undefined) replies.reset()
      else for (const id of tokensOf(userId)) replies.reset(id)
    },
  }
}

const none: Readonly<Record<string, string>> = {}

/** The address that the connection, or a trusted proxy, tells. */
function addressOf({ headers, address = '' }: Exchange, trustProxies: boolean): string {
  const forwarded = trustProxies ? header(headers, 'x-forwarded-for') : undefined
  return forwarded?.split(',').at(-1)?.trim() ?? address
}

/** JSON whatever the client accepts. */
function refuseReply(headers: Record<string, string>): HttpResponseException {
  const retry_after = Number(headers['Retry-After'])
  return new HttpResponseException(
    jsonAnswer(429, { message: 'Too Many Attempts.', retry_after }, headers),
  )
}
