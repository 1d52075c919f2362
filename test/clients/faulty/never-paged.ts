// Clients that take the first page for the whole list.

import type { Mistake, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const POLLS = 4
const PAUSE_MS = 10

export const neverPaged: Mistake = {
  rule: 'never-paged',
  clients: [
    {
      does: 'polls the list and takes what it gets for all of it',
      edition: 'nicecall',
      run: async (config) => {
        let rows: readonly Row[] = []
        for (let poll = 0; poll < POLLS; poll++) {
          rows = (await get(config, `${config.url}/api/user/conversations`)).data
          await config.sleep(PAUSE_MS)
        }
        return rows
      },
    },
    {
      does: 'collects what is new by polling the first page of a list by cursor',
      edition: 'autocalls',
      isHiddenBeside: {
        connections: 'shared',
        reason:
          'Other clients begin with the same first page, and one that has come to the end may look again.',
      },
      run: async (config) => {
        const known = new Map<string, Row>()
        for (let poll = 0; poll < POLLS; poll++) {
          const { data } = await get(config, listUrl(config, { cursor: '' }))
          for (const row of data) known.set(row.id, row)
          await config.sleep(PAUSE_MS)
        }
        return [...known.values()]
      },
    },
    {
      does: 'takes the first page for the whole list although it gives a cursor',
      edition: 'combined',
      isHiddenBeside: {
        connections: 'shared',
        reason:
          'Other clients begin with the same first page, and one that has come to the end may look again.',
      },
      run: async (config) => {
        let rows: readonly Row[] = []
        for (let poll = 0; poll < POLLS; poll++) {
          rows = (await get(config, listUrl(config))).data
          await config.sleep(PAUSE_MS)
        }
        return rows
      },
    },
  ],
}
