// Clients that send a filter value of another form, and take the refusal for an empty list.

import type { Mistake, Config, Row } from '../client.ts'
import { get, HttpError, listUrl } from '../http.ts'

export const filterRefused: Mistake = {
  rule: 'filter-refused',
  clients: [
    {
      does: 'sends a date as people of its country write it',
      edition: 'nicecall',
      run: (config) => listOf(config, 'date_from=31.01.2025'),
    },
    {
      does: 'asks for two types at once',
      edition: 'autocalls',
      run: (config) => listOf(config, 'type=widget,whatsapp'),
    },
  ],
}

/** Returns no rows when the API refuses the request. */
async function listOf(config: Config, filter: string): Promise<readonly Row[]> {
  try {
    return (await get(config, `${listUrl(config)}&${filter}`)).data
  } catch (error) {
    if (error instanceof HttpError && error.status === 422) return []
    throw error
  }
}
