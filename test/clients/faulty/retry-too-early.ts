// Clients that retry before the time in Retry-After.

import type { Mistake, Config, Row } from '../client.ts'
import { ask, listUrl, type Page, readPage } from '../http.ts'
import type { World } from '../client.ts'

const limited: World = {
  faults: [{ match: { nth: 2 }, effect: { type: 'rate_limit', retry_after: 1 } }],
}
const inMaintenance: World = {
  faults: [{ match: { nth: 2 }, effect: { type: 'maintenance', retry_after: 1 } }],
}

const MAX_ATTEMPTS = 5

/** The milliseconds to wait before the next attempt after a failure. */
type Wait = (response: Response, attempt: number) => number

const growing: Wait = (_response, attempt) => 25 * 2 ** attempt

export const retryTooEarly: Mistake = {
  rule: 'retry-too-early',
  clients: [
    {
      does: 'waits as it thinks best after 429',
      edition: 'nicecall',
      world: limited,
      run: (config) => walkByPage(config, growing),
    },
    {
      does: 'takes the seconds of `Retry-After` for milliseconds',
      edition: 'autocalls',
      world: limited,
      run: (config) =>
        walkByCursor(
          config,
          ({ headers }, attempt) => Number(headers.get('Retry-After') ?? 100) * attempt,
        ),
    },
    {
      does: 'waits as it thinks best after 503',
      edition: 'combined',
      world: inMaintenance,
      run: (config) => walkByCursor(config, growing),
    },
  ],
}

async function walkByPage(config: Config, wait: Wait): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1, last = 1; page <= last; page++) {
    const body = await insist(config, listUrl(config, { page }), wait)
    rows.push(...body.data)
    last = body.last_page
  }
  return rows
}

async function walkByCursor(config: Config, wait: Wait): Promise<Row[]> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const body = await insist(config, listUrl(config, { cursor }), wait)
    rows.push(...body.data)
    cursor = body.next_cursor
  }
  return rows
}

async function insist(config: Config, url: string, wait: Wait): Promise<Page> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const response = await ask(config, url)
    const page = await readPage(response)
    if (page) return page
    await config.sleep(wait(response, attempt))
  }
  throw new Error('the API stays away')
}
