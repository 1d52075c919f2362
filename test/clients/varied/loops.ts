// Clients whose loops go astray, as in public bug reports about pagination.

import type { Mistake, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'

const rows = 65

export const loops: readonly Mistake[] = [
  {
    rule: 'rows-missed',
    clients: [
      {
        does: 'has an observer that fires twice, and counts up each time',
        edition: 'nicecall',
        world: { rows },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const read = [...first.data]
          for (let page = 2; page <= first.last_page; page += 2) {
            const both = await Promise.all(
              [page, page].map(async (number) => get(config, listUrl(config, { page: number }))),
            )
            read.push(...both.flatMap(({ data }) => data))
          }
          return read
        },
      },
      {
        does: 'reads from the last page down, and stops before the second',
        edition: 'combined',
        world: { rows },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const read = [...first.data]
          for (let page = first.last_page; page > 2; page--)
            read.push(...(await get(config, listUrl(config, { page }))).data)
          return read
        },
      },
    ],
  },
  {
    rule: 'cursor-and-page-mixed',
    clients: [
      {
        does: 'counts pages beside the cursor, where no page is documented',
        edition: 'autocalls',
        world: { rows },
        run: async (config) => {
          const read: Row[] = []
          let cursor: string | null = ''
          for (let page = 1; cursor !== null; page++) {
            const body: Page = await get(config, listUrl(config, { page, cursor }))
            read.push(...body.data)
            cursor = body.next_cursor
          }
          return read
        },
      },
    ],
  },
  {
    rule: 'cursor-not-issued',
    clients: [
      {
        does: 'keeps the cursor as JSON, in quotes',
        edition: 'combined',
        world: { rows },
        run: async (config) => {
          const { data, next_cursor: next } = await get(config, listUrl(config, { cursor: '' }))
          const cursor = JSON.stringify(next)
          const body = await readPage(await ask(config, listUrl(config, { cursor })))
          return [...data, ...(body?.data ?? [])]
        },
      },
      {
        does: 'keeps the cursor in a column that is too short',
        edition: 'combined',
        world: { rows },
        run: async (config) => {
          const { data, next_cursor: next } = await get(config, listUrl(config, { cursor: '' }))
          const cursor = (next ?? '').slice(0, 40)
          const body = await readPage(await ask(config, listUrl(config, { cursor })))
          return [...data, ...(body?.data ?? [])]
        },
      },
    ],
  },
  {
    rule: 'same-page-again',
    clients: [
      {
        does: 'follows the first link that is not the page itself, which is back to page 1',
        edition: 'nicecall',
        world: { rows },
        isHiddenBeside: {
          connections: 'shared',
          reason: 'Other clients begin with the same two pages, and any of them may have stopped.',
        },
        run: async (config) => {
          const read: Row[] = []
          for (let request = 0, page = 1; request < 13; request++) {
            const body = await get(config, listUrl(config, { page }))
            read.push(...body.data)
            page = page === 1 ? 2 : page - 1
          }
          return read
        },
      },
    ],
  },
  {
    rule: 'endless-walk',
    clients: [
      {
        does: 'keeps the first page for ever, and reads the list thrice',
        edition: 'nicecall',
        world: { rows },
        isHiddenBeside: {
          connections: 'shared',
          reason: 'The pages may belong to walks of the others, which had come as far.',
        },
        run: async (config) => {
          const first = await get(config, listUrl(config, { page: 1 }))
          const read: Row[] = []
          for (let round = 0; round < 3; round++) {
            read.push(...first.data)
            for (let page = 2; page <= first.last_page; page++)
              read.push(...(await get(config, listUrl(config, { page }))).data)
          }
          return read
        },
      },
      {
        does: 'waits for a row that it knows, and leaves out a cursor that is null',
        edition: 'combined',
        world: { rows },
        run: async (config) => {
          const read: Row[] = []
          let cursor: string | null = null
          for (let request = 0; request < 16; request++) {
            const body: Page = await get(config, listUrl(config, cursor === null ? {} : { cursor }))
            read.push(...body.data)
            cursor = body.next_cursor
          }
          return read
        },
      },
    ],
  },
  {
    rule: 'retry-storm',
    clients: [
      {
        does: 'gives its seconds of waiting to a function that takes milliseconds',
        edition: 'autocalls',
        world: {
          rows,
          faults: [{ match: { cursor: true }, times: 5, effect: { type: 'status', status: 503 } }],
        },
        run: async (config) => {
          const read: Row[] = []
          for (let cursor: string | null = '', retry = 0; cursor !== null;) {
            const body: Page | undefined = await readPage(
              await ask(config, listUrl(config, { cursor })),
            )
            if (body) {
              read.push(...body.data)
              cursor = body.next_cursor
              retry = 0
            } else if (retry < 8) {
              await config.sleep(2 ** retry++)
            } else {
              return read
            }
          }
          return read
        },
      },
    ],
  },
]
