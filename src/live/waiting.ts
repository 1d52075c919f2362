// How long to wait for an API that answers 429 or 503.

import { realNow } from '../clock/real-time.ts'

const FIRST_WAIT_MS = 250

type Wait = { readonly milliseconds: number; readonly isSaid: boolean }

/**
 * `requests` is the number of refusals so far. Without Retry-After, each wait is twice the one
 * before.
 */
export function waitAfter(retryAfter: string | undefined, requests: number): Wait {
  const seconds = secondsOf(retryAfter)
  return seconds === undefined
    ? { milliseconds: FIRST_WAIT_MS * 2 ** (requests - 1), isSaid: false }
    : { milliseconds: seconds * 1000, isSaid: true }
}

export const waitText = ({ milliseconds, isSaid }: Wait): string =>
  `waiting ${Math.ceil(milliseconds / 1000)} s, ${isSaid ? 'as the API asked' : 'since the API refuses and does not say how long'}`

/** Reads seconds or a date. Undefined for any other text. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const time = /[a-z]/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(time) ? undefined : Math.max(0, (time - realNow()) / 1000)
}
