// Correct clients that do two things beside each other.

import { Agent } from 'node:http'
import type { CorrectClient, Config, Row } from '../client.ts'
import { ask, get, listUrl, type Page, readPage } from '../http.ts'
import { insist } from './insist.ts'

const LOOKS_APART_MS = 1000
const READING_MS = 400

export const sideBySide: readonly CorrectClient[] = [
  {
    does: 'polls the first page over a new connection each time while it reads on slowly',
    noted: ['never-paged'],
    editions: ['nicecall', 'autocalls'],
    run: async (config) => {
      const walking = { isOver: false }
      const poll = async (): Promise<void> => {
        while (!walking.isOver) {
          await insist(config, listUrl(config), new Agent())
          await config.sleep(LOOKS_APART_MS)
        }
      }
      const walk = async (): Promise<Row[]> => {
        const rows = await readAll(config, async () => config.sleep(READING_MS))
        walking.isOver = true
        return rows
      }
      const [rows] = await Promise.all([walk(), poll()])
      return rows
    },
  },
  {
    does: 'is refused for an old key, takes the new one and asks again',
    editions: ['nicecall', 'autocalls', 'combined'],
    run: async (config) => {
      await readPage(await ask({ ...config, token: 'key-of-last-year' }, listUrl(config)))
      return readAll(config, async () => undefined)
    },
  },
  {
    does: 'synchronizes two accounts, a page of each in turn',
    hasTwoAccounts: true,
    editions: ['autocalls', 'combined'],
    run: async (config) => {
      const accounts = [config.token, config.otherToken].map((token) => ({
        config: { ...config, token },
        cursor: '' as string | null,
        rows: [] as Row[],
      }))
      while (accounts.some(({ cursor }) => cursor !== null)) {
        for (const account of accounts) {
          if (account.cursor === null) continue
          const { cursor } = account
          const body: Page = await get(account.config, listUrl(account.config, { cursor }))
          account.rows.push(...body.data)
          account.cursor = body.next_cursor
        }
      }
      return accounts[0]?.rows ?? []
    },
  },
]

/** Reads the list by cursor where there are cursors, else by page. */
async function readAll(config: Config, pause: () => Promise<unknown>): Promise<Row[]> {
  let body = await get(config, listUrl(config))
  const rows = [...body.data]
  for (let page = 2; (body.next_cursor ?? body.next_page_url ?? null) !== null; page++) {
    await pause()
    const cursor = body.next_cursor ?? ''
    body = await get(config, listUrl(config, cursor === '' ? { page } : { cursor }))
    rows.push(...body.data)
  }
  return rows
}
