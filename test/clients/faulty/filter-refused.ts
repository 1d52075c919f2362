// Clients that send a filter value of another form, and take the refusal for an empty list.

import type { Mistake, Place, Row } from '../client.ts'
import { get, HttpError, listUrl } from '../http.ts'

export const filterRefused: Mistake = {
  rule: 'filter-refused',
  clients: [
    {
      does: 'sends a date as people of its country write it',
      edition: 'nicecall',
      run: (place) => listOf(place, 'date_from=31.01.2025'),
    },
    {
      does: 'asks for two types at once',
      edition: 'autocalls',
      run: (place) => listOf(place, 'type=widget,whatsapp'),
    },
  ],
}

/** Returns no rows when the API refuses the request. */
async function listOf(place: Place, filter: string): Promise<readonly Row[]> {
  try {
    return (await get(place, `${listUrl(place)}&${filter}`)).data
  } catch (error) {
    if (error instanceof HttpError && error.status === 422) return []
    throw error
  }
}
