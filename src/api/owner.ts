// Finds the user for a request without a token: the owner of its conversation or assistant.

import type { Exchange } from '../exchange/exchange.ts'
import { inputOf } from '../exchange/input.ts'
import type { Matched } from '../laravel/router.ts'
import type { Store } from '../store/open-store.ts'
import { type Endpoint, isOpen } from './endpoint.ts'

/** Undefined without an owner, and for routes that need a token. Throws InputLimitError. */
export function findOwner(
  store: Store,
  exchange: Exchange,
  { route, parameters: { uuid } }: Matched<Endpoint>,
): number | undefined {
  if (uuid !== undefined && isOpen(route)) return store.chats.find(uuid)?.userId
  if (route.name !== 'conversations.create') return undefined
  const id = inputOf(exchange).all.get('assistant_id')
  return typeof id === 'string' ? store.assistants.findByUuid(id)?.userId : undefined
}
