// The controller of the list of conversations: validates the input, and lists the rows with the
// paginator of the edition.

import type { Switches } from '../config.ts'
import { sortColumns } from '../dataset/sort-order.ts'
import { type Edition, editions } from '../editions.ts'
import type { Distortion } from '../exchange/distortion.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { inputOf, paginatorFor } from '../exchange/input.ts'
import type { Store } from '../store/open-store.ts'
import type { KnownToken } from '../store/tokens.ts'
import { listByCursor } from './list-by-cursor.ts'
import { listByPage } from './list-by-page.ts'
import { validateList } from './list-filters.ts'
import type { RenderedList } from './list-query.ts'

/** `url` is the start of all URLs in the body; it has no query. */
type ListConversations = (exchange: Exchange, token: KnownToken, url: string) => RenderedList

/** Returns a handler that throws a 422 for invalid input, and a 500 where Laravel throws one. */
export function listConversations({
  store,
  switches,
}: {
  store: Store
  switches: Switches
}): ListConversations {
  const columns = sortColumns[switches.order]

  return (exchange, { dataset_id: datasetId }, url) => {
    const { distortion = undistorted, time: now } = exchange
    const edition: Edition = editions[exchange.edition]
    const input = inputOf(exchange)
    const { filters, perPage } = validateList(edition.parameters, {
      input: input.all,
      now,
      ownsAssistant: (id) => store.assistants.owns(datasetId, id),
    })
    const list = paginatorFor(exchange) === 'cursor' ? listByCursor : listByPage
    return list({
      store,
      switches,
      columns,
      datasetId,
      edition,
      input,
      url,
      distortion,
      filters,
      perPage,
    })
  }
}

const undistorted: Distortion = {}
