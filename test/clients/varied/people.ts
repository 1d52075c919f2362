// Correct clients that people steer: they choose pages, and watch them.

import type { CorrectClient, Row } from '../client.ts'
import { get, listUrl } from '../http.ts'

const READING_MS = 40

export const people: readonly CorrectClient[] = [
  {
    does: 'shows the pages 1, 5 and 3, as somebody chooses them',
    editions: ['nicecall', 'aiployees', 'combined'],
    filters: {},
    collects: (ids, perPage) =>
      [0, 4, 2].flatMap((before) => ids.slice(before * perPage, (before + 1) * perPage)),
    run: async (config) => {
      const rows: Row[] = []
      for (const page of [1, 5, 3]) {
        rows.push(...(await get(config, listUrl(config, { page }))).data)
        await config.sleep(READING_MS)
      }
      return rows
    },
  },
  {
    does: 'turns from page 1 to 4 and back, one page at a time and some of them again',
    noted: ['stopped-early'],
    editions: ['nicecall', 'combined'],
    filters: {},
    collects: (ids, perPage) => ids.slice(0, perPage),
    run: async (config) => {
      let rows: readonly Row[] = []
      for (const page of [1, 2, 3, 2, 3, 4, 3, 2, 1]) {
        rows = (await get(config, listUrl(config, { page }))).data
        await config.sleep(READING_MS)
      }
      return rows
    },
  },
  {
    does: 'has three workers that each take every third page',
    editions: ['nicecall', 'aiployees'],
    filters: {},
    run: async (config) => {
      const pages = [await get(config, listUrl(config, { page: 1 }))]
      const last = pages[0]?.last_page ?? 1
      const work = async (first: number): Promise<void> => {
        for (let page = first; page <= last; page += 3)
          pages[page - 1] = await get(config, listUrl(config, { page }))
      }
      await Promise.all([2, 3, 4].map(work))
      for (let page = last + 1; page <= (pages.at(-1)?.last_page ?? last); page++)
        pages[page - 1] = await get(config, listUrl(config, { page }))
      return pages.flatMap(({ data }) => data)
    },
  },
]
