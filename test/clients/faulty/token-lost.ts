// Clients that send the token only with the first request.

import type { Mistake, Config, Row } from '../client.ts'
import { ask, get, listUrl, readPage } from '../http.ts'

export const tokenLost: Mistake = {
  rule: 'token-lost',
  clients: [
    {
      does: 'follows `next_page_url` with a client that has no headers',
      edition: 'nicecall',
      run: (config) => walkByUrl(config, (url) => bare(config, url)),
    },
    {
      does: 'sends the second page without the token and takes the refusal for the end',
      edition: 'aiployees',
      run: async (config) => {
        const rows: Row[] = []
        for (let page = 1, last = 1; page <= last; page++) {
          const body = await readPage(
            page === 1 ? await ask(config, listUrl(config, { page })) : await askBare(config, page),
          )
          rows.push(...(body?.data ?? []))
          last = body?.last_page ?? 0
        }
        return rows
      },
    },
    {
      does: 'sends the text "undefined" as the token of the next cursor',
      edition: 'autocalls',
      run: async (config) => {
        const first = await get(config, listUrl(config, { cursor: '' }))
        const body = await readPage(
          await ask(
            { ...config, token: 'undefined' },
            listUrl(config, { cursor: first.next_cursor ?? '' }),
          ),
        )
        return [...first.data, ...(body?.data ?? [])]
      },
    },
    {
      does: 'sends the cursor without the token and goes on with it after the refusal',
      edition: 'combined',
      run: async (config) => {
        const rows: Row[] = []
        for (let cursor: string | null = ''; cursor !== null;) {
          const url = listUrl(config, { cursor })
          if (cursor !== '') await config.during(() => drain(bare(config, url)))
          const body = await get(config, url)
          rows.push(...body.data)
          cursor = body.next_cursor
        }
        return rows
      },
    },
  ],
}

const JSON_ONLY = { Accept: 'application/json' }

const bare = ({ dispatcher }: Config, url: string): Promise<Response> =>
  fetch(url, { headers: JSON_ONLY, ...(dispatcher && { dispatcher }) })

const askBare = (config: Config, page: number): Promise<Response> =>
  config.during(() => drain(bare(config, listUrl(config, { page }))))

async function drain(asked: Promise<Response>): Promise<Response> {
  const response = await asked
  return new Response(await response.text(), { status: response.status })
}

async function walkByUrl(
  config: Config,
  follow: (url: string) => Promise<Response>,
): Promise<Row[]> {
  const first = await get(config, listUrl(config))
  const rows = [...first.data]
  for (let url = first.next_page_url; url !== null;) {
    const next = url
    const body = await readPage(await config.during(() => drain(follow(next))))
    rows.push(...(body?.data ?? []))
    url = body?.next_page_url ?? null
  }
  return rows
}
