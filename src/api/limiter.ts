// The rate limit. Mirrors Illuminate\Routing\Middleware\ThrottleRequests: a fixed window that begins with a user's first request.

import { tooManyAttempts } from '../errors.ts'

const WINDOW_SECONDS = 60

export type Limiter = {
  /** Counts a request of the user; returns the headers for its answer or throws 429, which is not counted. */
  hit(userId: number): Record<string, string>
  reset(): void
}

/** `maxAttempts` a minute and user; `clock` gives Unix seconds. */
export function createLimiter(maxAttempts: number | 'off', clock: () => number): Limiter {
  if (maxAttempts === 'off') return { hit: () => ({}), reset: () => undefined }
  const windows = new Map<number, { attempts: number; opensAt: number }>()
  return {
    hit(userId) {
      const now = Math.floor(clock())
      let window = windows.get(userId)
      if (!window || now >= window.opensAt) windows.set(userId, (window = { attempts: 0, opensAt: now + WINDOW_SECONDS }))
      if (window.attempts >= maxAttempts) {
        throw tooManyAttempts({
          ...limits(maxAttempts, 0),
          'Retry-After': String(window.opensAt - now),
          'X-RateLimit-Reset': String(window.opensAt),
        })
      }
      window.attempts++
      return limits(maxAttempts, maxAttempts - window.attempts)
    },
    reset: () => windows.clear(),
  }
}

const limits = (limit: number, remaining: number): Record<string, string> => ({
  'X-RateLimit-Limit': String(limit),
  'X-RateLimit-Remaining': String(remaining),
})
