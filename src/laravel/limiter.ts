// The rate limit. Mirrors Illuminate\Routing\Middleware\ThrottleRequests: a fixed window that begins with a user's first request.

import { tooManyAttempts } from './errors.ts'

const WINDOW_SECONDS = 60

export type Limiter = {
  /** Counts a request of the user at a time in Unix seconds; returns the headers for its answer or throws 429, which is not counted. */
  hit(userId: number, time: number): Record<string, string>
  /** Opens a new window for a user, or for all. */
  reset(userId?: number): void
}

/** `maxAttempts` a minute and user. */
export function createLimiter(maxAttempts: number | 'off'): Limiter {
  if (maxAttempts === 'off') return { hit: () => ({}), reset: () => undefined }
  const windows = new Map<number, { attempts: number; opensAt: number }>()
  return {
    hit(userId, time) {
      const now = Math.floor(time)
      let window = windows.get(userId)
      if (!window || now >= window.opensAt || now < window.opensAt - WINDOW_SECONDS)
        windows.set(userId, (window = { attempts: 0, opensAt: now + WINDOW_SECONDS }))
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
    reset(userId) {
      if (userId === undefined) windows.clear()
      else windows.delete(userId)
    },
  }
}

const limits = (limit: number, remaining: number): Record<string, string> => ({
  'X-RateLimit-Limit': String(limit),
  'X-RateLimit-Remaining': String(remaining),
})
