// The rate limits: a general one, and one for generated replies.
// Mirrors Laravel's throttleApi() and ThrottleRequests.

import type { Switches } from '../config.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { header } from '../laravel/http.ts'
import { HttpResponseException, jsonAnswer } from '../laravel/json-answer.ts'
import { createLimiter, fewerLeft } from '../laravel/limiter.ts'
import { type Endpoint, isOpen } from './endpoint.ts'

/** The limit of generated replies per minute for each token. */
const MAX_REPLIES = 5
const FIXED_SECONDS = 60

/** The headers that describe a limit. */
type Limits = Readonly<Record<string, string>>

type ThrottlingOptions = {
  readonly switches: Pick<Switches, 'rateLimit' | 'trustProxies' | 'retryAfter'>
  /** The time in Unix seconds on the server's clock, for clients that are counted by address. */
  readonly now: () => number
  /** The ids of a user's tokens. */
  readonly tokensOf: (userId: number) => readonly number[]
}

export function createThrottling({ switches, now, tokensOf }: ThrottlingOptions) {
  const { rateLimit, trustProxies, retryAfter } = switches
  const clients = createLimiter(rateLimit)
  /** The dashboard has windows of its own, and never uses up the limit of clients. */
  const dashboard = createLimiter(rateLimit)
  const replies = createLimiter(MAX_REPLIES, (headers) => new TooManyReplies(headers))

  /**
   * The 429 for replies, in JSON for every client. With `retryAfter` set to `fixed`, it has the
   * headers of the general limit.
   */
  function refuse(headers: Limits, general: Limits): HttpResponseException {
    const isFixed = retryAfter === 'fixed'
    const seconds = isFixed ? FIXED_SECONDS : Number(headers['Retry-After'])
    const body = { message: 'Too Many Attempts.', retry_after: seconds }
    return new HttpResponseException(jsonAnswer(429, body, isFixed ? general : headers))
  }

  return {
    /** Counts a request and returns the headers of the limit with fewer left. Throws a 429. */
    hit(endpoint: Endpoint, exchange: Exchange): Limits {
      const { middleware } = endpoint
      if (!middleware.includes('throttle:api')) return none
      const { token, time, isFromDashboard } = exchange
      const limiter = isFromDashboard ? dashboard : clients
      const headers =
        token && !isOpen(endpoint)
          ? limiter.hit(token.user_id, time)
          : limiter.hit(addressOf(exchange, trustProxies), now())
      if (!token || !middleware.includes('throttle:replies')) return headers
      try {
        return fewerLeft(headers, replies.hit(token.id, time))
      } catch (error) {
        if (error instanceof TooManyReplies) throw refuse(error.headers, headers)
        throw error
      }
    },

    reset(userId?: number): void {
      clients.reset(userId)
      dashboard.reset(userId)
      if (userId === undefined) replies.reset()
      else for (const id of tokensOf(userId)) replies.reset(id)
    },
  }
}

const none: Limits = {}

/** The IP address of the client, from the connection or from a trusted proxy. */
function addressOf({ headers, address = '' }: Exchange, trustProxies: boolean): string {
  const forwarded = trustProxies ? header(headers, 'x-forwarded-for') : undefined
  return forwarded?.split(',').at(-1)?.trim() ?? address
}

/** Thrown when a token has used all generated replies of its window. */
class TooManyReplies extends Error {
  override name = 'TooManyReplies'
  readonly headers: Record<string, string>
  constructor(headers: Record<string, string>) {
    super()
    this.headers = headers
  }
}
