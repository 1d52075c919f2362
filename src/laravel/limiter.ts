// The rate limit. Mirrors Illuminate\Routing\Middleware\ThrottleRequests: a fixed window that begins with a client's first request.

import { tooManyAttempts } from './errors.ts'

const WINDOW_SECONDS = 60

export type Limiter = {
  /** Counts a request of the client at a time in Unix seconds; returns the headers for its answer or throws 429, which is not counted. */
  hit(client: Client, time: number): Record<string, string>
  /** Opens a new window for a client, or for all. */
  reset(client?: Client): void
}

/** The id of a user, or the address of a client that brings no token. */
export type Client = number | string

// Addresses may be many. Nobody is refused for being forgotten.
const MAX_WINDOWS = 100_000

/** `maxAttempts` a minute and client. `refuse` makes what is thrown beyond that. */
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

/** Of the headers of two limits those with fewer left; the inner's at a tie. Mirrors getHeaders() of the same class. */
export function fewerLeft(
  outer: Readonly<Record<string, string>>,
  inner: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return left(outer) < left(inner) ? outer : inner
}

const left = (headers: Readonly<Record<string, string>>): number =>
  Number(headers['X-RateLimit-Remaining'] ?? Infinity)
