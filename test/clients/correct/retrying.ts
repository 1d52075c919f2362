// Retries on its own: it reads both forms of Retry-After, and otherwise doubles a wait with some
// chance in it.

import type { CorrectClient, Config, Row } from '../client.ts'
import { ask, listUrl, type Page, readPage } from '../http.ts'

export const retrying: CorrectClient = {
  does: 'waits as `Retry-After` says, in seconds or as a date, else longer each time with jitter',
  editions: ['nicecall', 'combined'],
  run: async (config) => {
    const rows: Row[] = []
    for (let page = 1, last = 1; page <= last; page++) {
      const body = await insist(config, listUrl(config, { page }))
      rows.push(...body.data)
      last = body.last_page
    }
    return rows
  },
}

async function insist(config: Config, url: string): Promise<Page> {
  for (let wait = 20; wait < 1000; wait *= 2) {
    const response = await ask(config, url)
    const page = await readPage(response)
    if (page) return page
    await config.sleep(requestedWait(response) ?? wait + Math.random() * (wait / 2))
  }
  throw new Error('the API stays away')
}

function requestedWait({ headers }: Response): number | undefined {
  const text = headers.get('Retry-After')
  if (text === null) return undefined
  return /^\d+$/.test(text) ? Number(text) * 1000 : Math.max(0, Date.parse(text) - Date.now())
}
