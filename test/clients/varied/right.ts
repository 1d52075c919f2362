// Correct clients in different styles.

import { Agent } from 'node:http'
import type { CorrectClient, Row } from '../client.ts'
import { ask, get, listUrl, type Page } from '../http.ts'
import { insist } from './insist.ts'

/** Looks at least a second apart are polling. */
const LOOKS_APART_MS = 1100

export const rightInTheirWay: readonly CorrectClient[] = [
  {
    does: 'looks at a filtered page while it goes through the whole list',
    editions: ['nicecall', 'aiployees', 'combined'],
    filters: {},
    run: async (config) => {
      let body = await get(config, listUrl(config, { page: 1 }))
      await get(config, listUrl({ ...config, filters: { type: 'widget' } }, { page: 1 }))
      const rows = [...body.data]
      for (let page = 2; body.next_page_url !== null; page++) {
        body = await get(config, listUrl(config, { page }))
        rows.push(...body.data)
      }
      return rows
    },
  },
  {
    does: 'shows the newest rows, and looks for newer ones every second',
    editions: ['nicecall', 'autocalls', 'combined'],
    collects: (ids, perPage) => ids.slice(0, perPage),
    run: async (config) => {
      let body = await get(config, listUrl(config))
      for (let look = 2; look <= 3; look++) {
        await config.sleep(LOOKS_APART_MS)
        body = await get(config, listUrl(config))
      }
      return body.data
    },
  },
  {
    does: 'learns of the last page, and reads from there back to the first',
    editions: ['nicecall', 'combined'],
    world: { rows: 60, perPage: 10 },
    run: async (config) => {
      const first = await get(config, listUrl(config, { page: 1 }))
      const pages: Page[] = []
      for (let page = first.last_page; page > 1; page--)
        pages.unshift(await get(config, listUrl(config, { page })))
      return [first, ...pages].flatMap(({ data }) => data)
    },
  },
  {
    does: 'counts with `per_page=1` and then fetches all pages at once',
    editions: ['aiployees', 'combined'],
    run: async (config) => {
      const { total } = await get(config, listUrl({ ...config, perPage: 1 }))
      const numbers = Array.from(
        { length: Math.max(1, Math.ceil(total / config.perPage)) },
        (_, index) => index + 1,
      )
      const pages = await Promise.all(numbers.map((page) => get(config, listUrl(config, { page }))))
      for (let page = numbers.length + 1; page <= (pages.at(-1)?.last_page ?? 0); page++)
        pages.push(await get(config, listUrl(config, { page })))
      return pages.flatMap(({ data }) => data)
    },
  },
  {
    does: 'has three workers that take pages from one queue, which grows with `last_page`',
    editions: ['nicecall', 'aiployees', 'combined'],
    run: async (config) => {
      const first = await get(config, listUrl(config, { page: 1 }))
      const pages: Page[] = [first]
      let [next, last] = [2, first.last_page]
      const work = async (): Promise<void> => {
        while (next <= last) {
          const page = next++
          const body = await get(config, listUrl(config, { page }))
          pages[page - 1] = body
          last = Math.max(last, body.last_page)
        }
      }
      await Promise.all([work(), work(), work()])
      return pages.flatMap(({ data }) => data)
    },
  },
  {
    does: 'opens a connection for every request',
    editions: ['autocalls', 'combined'],
    run: async (config) => {
      const rows: Row[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const body: Page = await insist(config, listUrl(config, { cursor }), new Agent())
        rows.push(...body.data)
        cursor = body.next_cursor
      }
      return rows
    },
  },
  {
    does: 'has one connection, and waits as long as `Retry-After` says and a second more',
    editions: ['nicecall', 'aiployees'],
    run: async (config) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const rows: Row[] = []
      for (let page = 1, last = 1; page <= last; page++) {
        const body = await insist(config, listUrl(config, { page }), agent)
        rows.push(...body.data)
        last = body.last_page
      }
      agent.destroy()
      return rows
    },
  },
  {
    does: 'reads the list to its end and looks at the first page for new rows',
    editions: ['autocalls', 'combined'],
    run: async (config) => {
      const rows = new Map<string, Row>()
      for (let cursor: string | null = ''; cursor !== null;) {
        const body: Page = await get(config, listUrl(config, { cursor }))
        for (const row of body.data) rows.set(row.id, row)
        cursor = body.next_cursor
      }
      await config.sleep(30_000)
      for (const row of (await get(config, listUrl(config, { cursor: '' }))).data)
        rows.set(row.id, row)
      return [...rows.values()]
    },
  },
  {
    does: 'walks by cursor, each time a type, one after the other',
    editions: ['autocalls', 'combined'],
    filters: {},
    run: async (config) => {
      const rows: Row[] = []
      for (const type of ['whatsapp', 'widget'] as const) {
        const typed = { ...config, filters: { type } }
        for (let cursor: string | null = ''; cursor !== null;) {
          const body: Page = await get(typed, listUrl(typed, { cursor }))
          rows.push(...body.data)
          cursor = body.next_cursor
        }
      }
      return rows.toSorted((a, b) => b.created_at.localeCompare(a.created_at))
    },
  },
  {
    does: 'reads the pages after the first in an order of its own',
    editions: ['nicecall', 'aiployees'],
    run: async (config) => {
      const pages: Page[] = [await get(config, listUrl(config, { page: 1 }))]
      const known = new Set([1])
      for (let open = missing(pages, known); open.length > 0; open = missing(pages, known)) {
        const page = open[((open.length * 7919) % open.length) ^ (open.length > 2 ? 1 : 0)] ?? 1
        known.add(page)
        pages[page - 1] = await get(config, listUrl(config, { page }))
      }
      return pages.flatMap(({ data }) => data)
    },
  },
  {
    does: 'asks whether the API is well with a row, and then walks by cursor',
    editions: ['autocalls', 'combined'],
    run: async (config) => {
      await ask(config, listUrl({ ...config, perPage: 1 }))
      const rows: Row[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const body: Page = await get(config, listUrl(config, { cursor }))
        rows.push(...body.data)
        cursor = body.next_cursor
      }
      return rows
    },
  },
]

function missing(pages: readonly Page[], known: ReadonlySet<number>): number[] {
  const last = Math.max(...pages.flatMap((page) => page?.last_page ?? 1))
  return Array.from({ length: last }, (_, index) => index + 1).filter((page) => !known.has(page))
}
