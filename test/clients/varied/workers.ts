// Clients with several workers, and functions that call themselves, that request pages twice.

import type { Config, Mistake, Row } from '../client.ts'
import { get, listUrl, type Page } from '../http.ts'

const TWO = [1, 2] as const

export const workers: readonly Mistake[] = [
  {
    rule: 'rows-missed',
    clients: [
      {
        does: 'has two workers that read a shared page, and raise it after the answer',
        edition: 'nicecall',
        world: { rows: 145 },
        isHiddenBeside: {
          connections: 'any',
          reason: 'The workers lose other pages each time, and other clients fetch these.',
        },
        run: async (config) => {
          const { data, last_page } = await get(config, listUrl(config, { page: 1 }))
          const rows = [...data]
          let next = 2
          const work = async (worker: number): Promise<void> => {
            while (next <= last_page) {
              const body = await get(config, listUrl(config, { page: next }))
              next += 1
              rows.push(...body.data)
              await config.sleep(2 * worker)
            }
          }
          await Promise.all(TWO.map(work))
          return rows
        },
      },
    ],
  },
  {
    rule: 'same-page-again',
    clients: [
      {
        does: 'has two workers that share the next cursor',
        edition: 'autocalls',
        world: { rows: 95 },
        run: async (config) => {
          const first = await get(config, listUrl(config))
          const rows = [...first.data]
          let cursor = first.next_cursor
          const work = async (): Promise<void> => {
            while (cursor !== null) {
              const body: Page = await get(config, listUrl(config, { cursor }))
              rows.push(...body.data)
              cursor = body.next_cursor
            }
          }
          await Promise.all(TWO.map(work))
          return rows
        },
      },
      {
        does: 'calls itself twice for the next page',
        edition: 'aiployees',
        world: { rows: 35 },
        run: (config) => readTwice(config, 1),
      },
    ],
  },
]

async function readTwice(config: Config, page: number): Promise<Row[]> {
  const { data, last_page } = await get(config, listUrl(config, { page }))
  if (page >= last_page) return [...data]
  return [...data, ...(await readTwice(config, page + 1)), ...(await readTwice(config, page + 1))]
}
