// A sync client: copies all conversations, by page or by cursor as the API offers, and waits as long as it is told.

import { setTimeout } from 'node:timers/promises'

const base = process.env['BASE_URL'] ?? 'http://localhost:4080'
const key = process.env['API_KEY'] ?? 'combined-demo-key'
const TRIES = 5

type Row = { id: string; updated_at: string }
type Page = { data: Row[]; next_cursor?: string | null; next_page_url?: string | null }

async function get(query: URLSearchParams): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${base}/api/user/conversations?${query.toString()}`, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${key}` },
    })
    if (response.ok) return (await response.json()) as Page
    const isWorthATry = response.status === 429 || response.status >= 500
    if (!isWorthATry || attempt === TRIES) throw new Error(`the list answered ${response.status}`)
    await setTimeout(1000 * Number(response.headers.get('retry-after') ?? attempt))
  }
}

/** The next page has a cursor, or a number that its URL tells. Filters are sent again each time. */
function queryAfter(query: URLSearchParams, page: Page): URLSearchParams | undefined {
  const next = new URLSearchParams(query)
  if (page.next_cursor && !query.has('page')) {
    next.set('cursor', page.next_cursor)
    return next
  }
  if (!page.next_page_url) return undefined
  next.set('page', new URL(page.next_page_url).searchParams.get('page') ?? '')
  return next
}

const kept = new Map<string, Row>()
let query: URLSearchParams | undefined = new URLSearchParams({ per_page: '50' })
let requests = 0
while (query) {
  const page = await get(query)
  requests++
  // A row that moved while we walked comes twice: the id tells.
  for (const row of page.data) kept.set(row.id, row)
  query = queryAfter(query, page)
}
console.log(`${kept.size} conversations in ${requests} requests`)
