// GET /api/user/conversations: the list, from the cache while no row has changed, or the example
// of the documentation.

import type { Exchange } from '../exchange/exchange.ts'
import { paginatorFor } from '../exchange/input.ts'
import type { Answer } from '../laravel/http.ts'
import { createAnswerCache } from './answer-cache.ts'
import { documentedList } from './documented-list.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'
import { listConversations } from './list-conversations.ts'
import type { RenderedList } from './list-query.ts'

export function answerList({ store, switches, urlOf, maxBodies }: Application): Handler {
  const list = listConversations({ store, switches })
  const bodies = createAnswerCache(maxBodies)

  return forUser(({ exchange }, token) => {
    if (exchange.preferences?.example === 'documented')
      return toAnswer(documentedList(exchange.edition, paginatorFor(exchange)))
    if (!mayComeAgain(exchange)) return toAnswer(list(exchange, token, urlOf(exchange)))
    const { dataset_id: datasetId } = token
    const { edition, root, target } = exchange
    const shelf = bodies.shelfOf({ datasetId, edition, root })
    const version = store.version(datasetId)
    const known = bodies.get(shelf, target, version)
    if (known !== undefined) return toAnswer(known)
    const made = list(exchange, token, urlOf(exchange))
    bodies.set(shelf, target, version, made)
    return toAnswer(made)
  })
}

const mayComeAgain = ({ body, distortion }: Exchange): boolean => body === '' && !distortion

const toAnswer = ({ body, parts, rows, listing }: RenderedList): Answer => ({
  status: 200,
  headers: JSON_TYPE,
  body,
  parts,
  rows,
  listing,
})

const JSON_TYPE = { 'Content-Type': 'application/json' }
