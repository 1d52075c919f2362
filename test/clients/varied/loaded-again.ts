// Correct clients of apps: they load the pages of an endless list again, and then go on.

import type { CorrectClient, Config, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const SOON_MS = 150

export const loadedAgain: readonly CorrectClient[] = [
  {
    does: 'finds the last page by doubling and halving, and loads all pages then',
    editions: ['nicecall', 'aiployees', 'combined'],
    filters: {},
    run: async (config) => {
      const isEmpty = async (page: number): Promise<boolean> =>
        (await get(config, listUrl(config, { page }))).data.length === 0
      let [full, empty] = [1, 2]
      while (!(await isEmpty(empty))) [full, empty] = [empty, empty * 2]
      while (empty - full > 1) {
        const middle = Math.floor((full + empty) / 2)
        if (await isEmpty(middle)) empty = middle
        else full = middle
      }
      const rows: Row[] = []
      for (let page = 1, last = full; page <= last; page++) {
        const body = await get(config, listUrl(config, { page }))
        rows.push(...body.data)
        last = body.last_page
      }
      return rows
    },
  },
  {
    does: 'loads three pages, loads them again, and goes on by cursor',
    editions: ['autocalls', 'combined'],
    run: async (config) => {
      await byCursor(config, 3)
      await config.sleep(SOON_MS)
      const rows = await byCursor(config, 3)
      return rows.cursor === null ? rows.read : await onFrom(config, rows)
    },
  },
  {
    does: 'loads all pages that it has again after each further one',
    editions: ['autocalls', 'combined'],
    run: async (config) => {
      for (let pages = 2; ; pages++) {
        const { read, cursor } = await byCursor(config, pages)
        if (cursor === null) return read
        await config.sleep(SOON_MS)
        const more = await get(config, listUrl(config, { cursor }))
        if (more.next_cursor === null) return [...read, ...more.data]
        await config.sleep(SOON_MS)
      }
    },
  },
  {
    does: 'loads the pages by number again, twice the same and then one more',
    editions: ['nicecall', 'aiployees', 'combined'],
    filters: {},
    run: async (config) => {
      await byPage(config, 3)
      await config.sleep(SOON_MS)
      await byPage(config, 3)
      await config.sleep(SOON_MS)
      await byPage(config, 4)
      await config.sleep(SOON_MS)
      return await byPage(config, Infinity)
    },
  },
]

type Loaded = { readonly read: readonly Row[]; readonly cursor: string | null }

async function byCursor(config: Config, pages: number): Promise<Loaded> {
  const read: Row[] = []
  let cursor: string | null = ''
  for (let page = 1; page <= pages && cursor !== null; page++) {
    const body: Page = await get(config, listUrl(config, { cursor }))
    read.push(...body.data)
    cursor = body.next_cursor
  }
  return { read, cursor }
}

async function onFrom(config: Config, { read, cursor }: Loaded): Promise<readonly Row[]> {
  const rows = [...read]
  for (let next = cursor; next !== null;) {
    const body: Page = await get(config, listUrl(config, { cursor: next }))
    rows.push(...body.data)
    next = body.next_cursor
  }
  return rows
}

async function byPage(config: Config, pages: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  let last = 1
  for (let page = 1; page <= Math.min(pages, last); page++) {
    const body = await get(config, listUrl(config, { page }))
    rows.push(...body.data)
    last = body.last_page
  }
  return rows
}
