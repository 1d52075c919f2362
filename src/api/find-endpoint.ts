// Finds the endpoint of a request, by which faults choose requests.

import type { Exchange } from '../exchange/exchange.ts'
import { Failure } from '../laravel/errors.ts'
import type { Router } from '../laravel/router.ts'
import { InputLimitError } from '../php/input-array.ts'
import type { Store } from '../store/open-store.ts'
import type { Endpoint } from './endpoint.ts'
import { methodOf } from './middleware.ts'
import { findOwner } from './owner.ts'

type Target = Pick<Exchange, 'endpoint' | 'owner'>

const unknown: Target = { endpoint: undefined, owner: undefined }

/** Returns a function that finds the endpoint, and the owner for a request without a token. */
export const createEndpointFinder =
  (router: Router<Endpoint>, store: Store) =>
  (exchange: Exchange): Target => {
    try {
      const method = methodOf(exchange)
      const wanted = method === 'HEAD' ? 'GET' : method
      const matched = router.find(exchange.path).find(({ route }) => route.method === wanted)
      if (!matched) return unknown
      const { token } = exchange
      return {
        endpoint: matched.route.name,
        owner: token ? undefined : findOwner(store, exchange, matched),
      }
    } catch (error) {
      if (error instanceof Failure || error instanceof InputLimitError) return unknown
      throw error
    }
  }
