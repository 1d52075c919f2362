// Creates exchanges in the way of the pipeline: opened and identified.

import { isListPath } from '../src/api/routes.ts'
import { LIST_PATH, readFields } from '../src/editions.ts'
import { type Exchange, openExchange } from '../src/exchange/exchange.ts'
import type { KnownToken } from '../src/store/tokens.ts'

type Changes = Partial<
  Pick<Exchange, 'method' | 'path' | 'headers' | 'body' | 'edition' | 'time' | 'isFromDashboard'>
> & { readonly token?: KnownToken | undefined }

/** An exchange for a GET of the list of conversations, unless `changes` says otherwise. */
export function exchangeOf(query = '', changes: Changes = {}): Exchange {
  const { path = LIST_PATH, method = 'GET', token, time = 0, edition = 'combined' } = changes
  const exchange = openExchange(
    {
      method,
      target: query === '' ? path : `${path}?${query}`,
      headers: changes.headers ?? {},
      body: changes.body ?? '',
    },
    {
      startedAt: 0,
      isFromDashboard: changes.isFromDashboard ?? false,
      preferences: undefined,
      edition,
    },
  )
  exchange.time = time
  exchange.token = token
  exchange.wantedFields = readFields
  exchange.isList =
    isListPath(path) && token !== undefined && (method === 'GET' || method === 'HEAD')
  return exchange
}

/** A valid token that never expires. */
export const tokenOf = (user_id: number, id = 11): KnownToken => ({
  id,
  user_id,
  plain: `key ${id}`,
  edition: null,
  expires_at: null,
  dataset_id: user_id,
  expiresAt: Infinity,
})
