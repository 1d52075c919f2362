// Calls to the admin API.

import { type Call, createHttp, type Http } from '../../client/http.ts'
import { AdminError } from '../../client/admin-error.ts'
import { adminToken, refuse } from './session.ts'

/** The URL of the mock, without a slash at its end. It may contain a path. */
export const baseUrl = new URL('.', location.origin + location.pathname).href.slice(0, -1)

type Method = Parameters<Http<Response>['call']>[0]

/** Throws an AdminError when the call fails. A 401 also drops the token (see `refuse`). */
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

/** Resolves when the mock accepts this token; throws an AdminError otherwise. */
export async function tryToken(token: string): Promise<void> {
  await createHttp(baseUrl, token, fetch).call('GET', '/status')
}

/** Resolves as soon as the headers have come, so that the caller can read the body as a stream. */
export async function open(path: string, options: Call): Promise<Response> {
  const token = adminToken.value ?? ''
  try {
    return await createHttp(baseUrl, token, fetch).send('GET', path, options)
  } catch (error) {
    if (error instanceof AdminError && error.status === 401) refuse(token)
    throw error
  }
}

/** The error as a sentence for the user of this page. */
export const toMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Whether the mock answered 404: the requested thing no longer exists. */
export const isGone = (error: unknown): boolean =>
  error instanceof AdminError && error.status === 404

/** Statuses of a call that did not reach the mock: 0 from the client, 502–504 from a proxy. */
const AWAY = new Set([0, 502, 503, 504])

/** Whether the call did not reach the mock. Data loaded before may then still be right. */
export const isAway = (error: unknown): boolean =>
  error instanceof AdminError && AWAY.has(error.status)
