// In the edition with both paginators, a page also gives the cursor of the next page.

import { describe, expect, test } from 'vitest'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { call } from '../admin/calls.ts'
import { del, post } from '../admin/refusals.ts'
import { ask, ids, type List, list, PATH, start } from './asking.ts'

const orders: readonly SortOrder[] = ['id', 'created_at']
const mocks = {
  id: await start(),
  created_at: await start({ order: 'created_at' }),
} satisfies Record<SortOrder, unknown>
const mock = mocks.id

const uuidsOf = ({ data }: List): string => data.map(({ id }) => id).join(' ')
const rowsAt = (cursor: unknown, query: string, order: SortOrder): Promise<string> =>
  typeof cursor === 'string' ? ids(mocks[order], `${query}&cursor=${cursor}`) : Promise.resolve('')

describe.each(orders)('ordered by %s', (order) => {
  const filtered = [
    '',
    'type=api',
    'assistant_id=7',
    'date_from=2025-01-03&date_to=2025-01-05',
    'customer_phone=%2B1',
    'type=test&assistant_id=8',
  ]

  test.each(
    filtered.flatMap((filter) =>
      [1, 2, 3, 4, 6, 100].map((perPage) => `${filter}&per_page=${perPage}`),
    ),
  )('the cursors of each page of ?%s lead to the pages beside it', async (query) => {
    const pages: List[] = []
    for (let page = 1, last = 1; page <= last + 1; page++) {
      const body = await list(mocks[order], `${query}&page=${page}`)
      last = Number(body['last_page'])
      pages.push(body)
    }
    const rows = pages.map(uuidsOf)
    for (const [index, { next_cursor, prev_cursor, data }] of pages.entries()) {
      expect(await rowsAt(next_cursor, query, order)).toBe(
        data.length === 0 ? '' : (rows[index + 1] ?? ''),
      )
      expect(await rowsAt(prev_cursor, query, order)).toBe(
        data.length === 0 ? '' : (rows[index - 1] ?? ''),
      )
    }
    expect(pages[0]).toHaveProperty('prev_cursor', null)
    expect(pages.at(-2)).toHaveProperty('next_cursor', null)
    expect(pages.at(-1)).toMatchObject({ data: [], next_cursor: null, prev_cursor: null })
  })

  test('a walk from the first page on has every row once, also while rows come and go', async () => {
    const own = await start({ order })
    const seen = [uuidsOf(await list(own, 'per_page=2'))]
    let { next_cursor: cursor } = await list(own, 'per_page=2')
    await call(
      own,
      post('/conversations?user=1', {
        type: 'widget',
        assistant_id: 7,
        created_at: '2025-02-01 00:00:00',
      }),
    )
    await call(own, del('/conversations/c6?user=1'))
    for (; typeof cursor === 'string';) {
      const body = await list(own, `per_page=2&cursor=${cursor}`)
      seen.push(uuidsOf(body))
      cursor = body['next_cursor']
    }
    expect(seen).toEqual(order === 'id' ? ['c6 c5', 'c4 c3', 'c2 c1'] : ['c6 c4', 'c3 c2', 'c1 c5'])
  })
})

test('stand at the end of the body, after all that Laravel writes', async () => {
  const keys = Object.keys(await list(mock, 'per_page=2&page=2'))
  expect(keys.slice(-3)).toEqual(['total', 'next_cursor', 'prev_cursor'])
  const text = await (await ask(mock, 'per_page=2&page=2')).text()
  expect(text).toMatch(/,"total":6,"next_cursor":"[\w-]+","prev_cursor":"[\w-]+"\}$/)
  expect(await (await ask(mock, '')).text()).toMatch(
    /,"total":6,"next_cursor":null,"prev_cursor":null\}$/,
  )
})

test.each(['nicecall', 'aiployees'])('are none in the pages of %s', async (key) => {
  const page = await list(mock, 'per_page=2&page=2', { key })
  expect(page).toHaveProperty('total', 6)
  expect(Object.keys(page).filter((name) => name.includes('cursor'))).toEqual([])
})

test.each(['page=9223372036854775807&per_page=1', 'page=99', 'type=test&assistant_id=8'])(
  'are null for ?%s, which has no rows',
  async (query) => {
    expect(await list(mock, query)).toMatchObject({
      data: [],
      next_cursor: null,
      prev_cursor: null,
    })
  },
)

test('leave the links as they are, with the query of the request or without', async () => {
  const own = await start({ urls: 'withQueryString' })
  const body = await list(own, 'type=api&per_page=1')
  expect(body).toMatchObject({
    next_page_url: `${own.url}${PATH}?type=api&per_page=1&page=2`,
    path: `${own.url}${PATH}`,
  })
  expect(
    await list(own, `type=api&per_page=1&cursor=${String(body['next_cursor'])}`),
  ).toMatchObject({
    next_cursor: null,
    data: [{ id: 'c5' }],
  })
})

test('are there whatever keys lists by cursor have', async () => {
  const own = await start({ cursorKeys: 5 })
  expect(await list(own, 'per_page=1')).toMatchObject({
    next_cursor: expect.any(String),
    prev_cursor: null,
  })
})

test('are those of answers that were given before', async () => {
  const texts = await Promise.all([1, 2, 3].map(async () => (await ask(mock, 'per_page=3')).text()))
  expect(new Set(texts).size).toBe(1)
})
