// The rate limit. It has a fixed window that begins with the first request of a client.
// Mirrors Illuminate\Routing\Middleware\ThrottleRequests.

import { tooManyAttempts } from './errors.ts'

const WINDOW_SECONDS = 60

type Limiter = {
  /**
   * Counts a request at a time in Unix seconds, and returns the headers for its answer.
   * Throws a 429 beyond the limit; that request does not count.
   */
  hit(client: Client, time: number): Record<string, string>
  /** Lets a client begin a new window; undefined means all clients. */
  reset(client?: Client): void
}

/** The id of a user, or the IP address of a client without a token. */
type Client = number | string

// Limits memory when there are many addresses. Beyond it, all clients begin new windows.
const MAX_WINDOWS = 100_000

/** `maxAttempts` is the limit per minute and client. `refuse` makes the error beyond the limit. */
export function createLimiter(
  maxAttempts: number | 'off',
  refuse: (headers: Record<string, string>) => Error = tooManyAttempts,
): Limiter {
  if (maxAttempts === 'off') return { hit: () => ({}), reset: () => undefined }
  const windows = new Map<Client, { attempts: number; opensAt: number }>()
  return {
    hit(client, time) {
      const now = Math.floor(time)
      let window = windows.get(client)
      if (!window || now >= window.opensAt || now < window.opensAt - WINDOW_SECONDS) {
        if (windows.size >= MAX_WINDOWS) windows.clear()
        windows.set(client, (window = { attempts: 0, opensAt: now + WINDOW_SECONDS }))
      }
      if (window.attempts >= maxAttempts) {
        throw refuse({
          ...limits(maxAttempts, 0),
          'Retry-After': String(window.opensAt - now),
          'X-RateLimit-Reset': String(window.opensAt),
        })
      }
      window.attempts++
      return limits(maxAttempts, maxAttempts - window.attempts)
    },
    reset(client) {
      if (client === undefined) windows.clear()
      else windows.delete(client)
    },
  }
}

const limits = (limit: number, remaining: number): Record<string, string> => ({
  'X-RateLimit-Limit': String(limit),
  'X-RateLimit-Remaining': String(remaining),
})

/**
 * The headers of the limit with fewer requests left; at a tie, the inner headers.
 * Mirrors ThrottleRequests::getHeaders().
 */
export function fewerLeft(
  outer: Readonly<Record<string, string>>,
  inner: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return left(outer) < left(inner) ? outer : inner
}

const left = (headers: Readonly<Record<string, string>>): number =>
  Number(headers['X-RateLimit-Remaining'] ?? Infinity)
