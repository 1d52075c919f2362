// Calls of the admin API.

import { AdminError, type Call, createHttp, type Http } from '../../client/http.ts'
import { adminToken, refuse } from './session.ts'

/** Where the mock is, without a slash at its end: the page may lie below a path. */
export const baseUrl = new URL('.', location.origin + location.pathname).href.slice(0, -1)

type Method = Parameters<Http<Response>['call']>[0]

/** Throws an AdminError. A token that is refused ends the session. */
export async function ask<T>(method: Method, path: string, options: Call = {}): Promise<T> {
  const token = adminToken.value
  if (token === undefined) throw new AdminError('the admin token is missing', { status: 401 })
  try {
    return await createHttp(baseUrl, token, fetch).call<T>(method, path, options)
  } catch (error) {
    if (error instanceof AdminError && error.status === 401) refuse(token)
    throw error
  }
}

/** Resolves when the mock knows this token; throws an AdminError otherwise. */
export async function tryToken(token: string): Promise<void> {
  await createHttp(baseUrl, token, fetch).call('GET', '/status')
}

/** The answer before its body: for streams. */
export async function open(path: string, options: Call): Promise<Response> {
  const token = adminToken.value ?? ''
  try {
    return await createHttp(baseUrl, token, fetch).send('GET', path, options)
  } catch (error) {
    if (error instanceof AdminError && error.status === 401) refuse(token)
    throw error
  }
}

/** The words for a person on a failure. */
export const toMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Whether the mock refused because something is no longer there. */
export const isGone = (error: unknown): boolean =>
  error instanceof AdminError && error.status === 404

/** The answer of a proxy for a mock that does not answer. */
const AWAY = new Set([0, 502, 503, 504])

/** Whether nothing was said of what was asked for: what was known of it before may still hold. */
export const isAway = (error: unknown): boolean =>
  error instanceof AdminError && AWAY.has(error.status)
