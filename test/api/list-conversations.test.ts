import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { EditionName } from '../../src/editions.ts'
import type { Options } from '../../src/index.ts'
import { ask, ids, list, PATH, start } from './asking.ts'

const mock = await start()

const cursorOf = (json: string): string => Buffer.from(json).toString('base64url')
const after = (id: number): string => cursorOf(`{"id":${id},"_pointsToNextItems":true}`)
const before = (id: number): string => cursorOf(`{"id":${id},"_pointsToNextItems":false}`)
const jsonOf = (cursor: unknown): string =>
  Buffer.from(z.string().parse(cursor), 'base64url').toString()

const keysOf = (body: object): string[] => Object.keys(body).toSorted()

const pageKeys = [
  'current_page',
  'data',
  'first_page_url',
  'from',
  'last_page',
  'last_page_url',
  'links',
  'next_page_url',
  'path',
  'per_page',
  'prev_page_url',
  'to',
  'total',
].toSorted()
const sevenKeys = [
  'data',
  'path',
  'per_page',
  'next_cursor',
  'next_page_url',
  'prev_cursor',
  'prev_page_url',
].toSorted()
const fiveKeys = ['data', 'path', 'per_page', 'next_cursor', 'prev_cursor'].toSorted()

const pageKinds: EditionName[] = ['nicecall', 'aiployees']

describe('the edition combined', () => {
  test.each(['', 'per_page=2', 'page=2', 'cursors=x', 'Cursor=x'])(
    'lists pages for ?%s',
    async (query) => {
      expect(keysOf(await list(mock, query))).toEqual(
        [...pageKeys, 'next_cursor', 'prev_cursor'].toSorted(),
      )
    },
  )

  test.each([
    'cursor=',
    'cursor',
    'cursor=garbage',
    'cursor=+',
    'page=2&cursor=',
    `cursor=${after(4)}`,
  ])('lists by cursor for ?%s', async (query) => {
    expect(keysOf(await list(mock, query))).toEqual(sevenKeys)
  })

  test.each([
    ['', 'c6 c5 c4 c3 c2 c1'],
    ['type=whatsapp', 'c4 c3'],
    ['assistant_id=7', 'c5 c3 c1'],
    ['date_from=2025-01-05', 'c6 c4 c3'],
    ['date_to=2025-01-03', 'c5 c1'],
    ['date_from=2025-01-04&date_to=2025-01-05', 'c4 c3 c2'],
    ['customer_phone=%2B1', 'c3'],
    ['customer_phone=+1', ''],
    ['whatsapp_sender_phone=%2B8', 'c4'],
    ['external_identifier=crm-1', 'c5'],
    ['external_identifier=CRM-1', ''],
    ['per_page=2', 'c6 c5'],
    ['per_page=2&page=3', 'c2 c1'],
    ['per_page=2&page=4', ''],
    [`cursor=${after(4)}`, 'c3 c2 c1'],
    [`per_page=1&cursor=${before(4)}`, 'c5'],
    [`type=api&cursor=${after(6)}`, 'c5'],
    ['type=&assistant_id=&date_from=&per_page=', 'c6 c5 c4 c3 c2 c1'],
    ['type=api&type=test', 'c1'],
  ])('lists for ?%s the rows %s', async (query, expected) => {
    expect(await ids(mock, query)).toBe(expected)
  })

  test('keeps the filters of dates when it lists by cursor', async () => {
    expect(await ids(mock, 'date_from=2025-01-04&date_to=2025-01-05&cursor=')).toBe('c4 c3 c2')
  })
})

describe('what an edition ignores', () => {
  test.each(pageKinds)('%s: the parameters of cursor lists', async (key) => {
    const query =
      'customer_phone=%2B1&whatsapp_sender_phone[]=1&external_identifier=crm-1&cursor=NQ'
    const body = await list(mock, query, { key })
    expect(keysOf(body)).toEqual(pageKeys)
    expect(body).toMatchObject({ total: 6 })
  })

  test('autocalls: the parameters of pages', async () => {
    const body = await list(mock, 'page=2&date_from=nope&date_to[]=x', { key: 'autocalls' })
    expect(keysOf(body)).toEqual(fiveKeys)
    expect(body.data).toHaveLength(6)
  })

  test.each(pageKinds)('%s: nothing of its own', async (key) => {
    expect(
      await ids(
        mock,
        'type=whatsapp&assistant_id=8&date_from=2025-01-05&date_to=2025-01-05&per_page=1&page=1',
        { key },
      ),
    ).toBe('c4')
  })
})

describe('a token without an edition', () => {
  test.each<[EditionName, string[]]>([
    ['nicecall', pageKeys],
    ['autocalls', fiveKeys],
  ])('meets the one of the option: %s', async (edition, keys) => {
    expect(keysOf(await list(await start({ edition }), '', { key: 'any' }))).toEqual(keys)
  })

  test('meets combined without the option', async () => {
    expect(keysOf(await list(mock, 'cursor=', { key: 'any' }))).toEqual(sevenKeys)
  })
})

describe('the cursors beside a page', () => {
  test.each([
    ['none beside all rows', 'cursor=', 'c6 c5 c4 c3 c2 c1', null, null],
    ['only the next beside the first page', 'cursor=&per_page=2', 'c6 c5', after(5), null],
    [
      'only the next one row before the end',
      'cursor=&per_page=5',
      'c6 c5 c4 c3 c2',
      after(2),
      null,
    ],
    ['both in the middle', `cursor=${after(5)}&per_page=2`, 'c4 c3', after(3), before(4)],
    [
      'both in the middle, on the way back',
      `cursor=${before(3)}&per_page=2`,
      'c5 c4',
      after(4),
      before(5),
    ],
    [
      'only the previous beside the last page',
      `cursor=${after(3)}&per_page=2`,
      'c2 c1',
      null,
      before(2),
    ],
    [
      'only the next back at the first page',
      `cursor=${before(4)}&per_page=2`,
      'c6 c5',
      after(5),
      null,
    ],
    [
      'a previous although nothing lies before',
      `cursor=${after(99)}`,
      'c6 c5 c4 c3 c2 c1',
      null,
      before(6),
    ],
    [
      'a next although nothing lies after',
      `cursor=${before(0)}`,
      'c6 c5 c4 c3 c2 c1',
      after(1),
      null,
    ],
    ['none beside an empty page forward', `cursor=${after(1)}`, '', null, null],
    ['none beside an empty page back', `cursor=${before(6)}`, '', null, null],
    ['none beside an empty list', 'cursor=&customer_phone=nobody', '', null, null],
  ])('are %s', async (_, query, rows, next, previous) => {
    expect(await ids(mock, query)).toBe(rows)
    expect(await list(mock, query)).toMatchObject({
      next_cursor: next,
      next_page_url: next && `${mock.url}${PATH}?cursor=${next}`,
      prev_cursor: previous,
      prev_page_url: previous && `${mock.url}${PATH}?cursor=${previous}`,
    })
  })
})

describe('cursorKeys', () => {
  test.each<[5 | 7 | undefined, EditionName, string[]]>([
    [undefined, 'autocalls', fiveKeys],
    [undefined, 'combined', sevenKeys],
    [5, 'combined', fiveKeys],
    [7, 'autocalls', sevenKeys],
  ])('%s gives %s its keys', async (cursorKeys, key, expected) => {
    const other = await start(cursorKeys === undefined ? {} : { cursorKeys })
    expect(keysOf(await list(other, 'cursor=', { key }))).toEqual(expected)
  })
})

test('shows nobody the rows and the assistants of others', async () => {
  expect(await ids(mock, '', { key: 'another' })).toBe('of-another-user')
  expect((await ask(mock, 'assistant_id=7', { key: 'another' })).status).toBe(422)
})

test.each([
  { key: 'nicecall', fields: [9, 9, 9, 9, 9, 9] },
  { key: 'aiployees', fields: [9, 9, 9, 9, 9, 9] },
  { key: 'autocalls', fields: [11, 11, 12, 12, 10, 10] },
  { key: 'combined', fields: [11, 11, 12, 12, 10, 10] },
])('gives items in $key the fields of the edition', async ({ key, fields }) => {
  expect(
    (await list(mock, 'cursor=', { key })).data.map((item) => Object.keys(item).length),
  ).toEqual(fields)
})

describe('order created_at', async () => {
  const byDate = await start({ order: 'created_at' })

  test('lists the newest first', async () => {
    expect(await ids(byDate, '')).toBe('c6 c4 c3 c2 c1 c5')
    expect(await ids(byDate, 'page=2&per_page=4')).toBe('c1 c5')
  })

  test('names date and id in its cursors, and follows them', async () => {
    const first = await list(byDate, 'cursor=&per_page=2')
    expect(jsonOf(first['next_cursor'])).toBe(
      '{"created_at":"2025-01-05 23:59:59","id":4,"_pointsToNextItems":true}',
    )
    const second = await list(byDate, `cursor=${String(first['next_cursor'])}&per_page=3`)
    expect(second.data.map(({ id }) => id)).toEqual(['c3', 'c2', 'c1'])
    expect(jsonOf(second['prev_cursor'])).toBe(
      '{"created_at":"2025-01-05 12:00:00","id":3,"_pointsToNextItems":false}',
    )
    expect(await ids(byDate, `cursor=${String(second['prev_cursor'])}&per_page=9`)).toBe('c6 c4')
  })

  test('fails with 500 for a cursor of the other order', async () => {
    expect((await ask(byDate, `cursor=${after(4)}`)).status).toBe(500)
  })
})

describe('the URLs in bodies', () => {
  test.each<[Options['publicUrl'], EditionName, string]>([
    ['request', 'nicecall', mock.url],
    ['brand', 'nicecall', 'https://app.nicecall.ai'],
    ['brand', 'aiployees', 'https://call.aiployees.com'],
    ['brand', 'autocalls', 'https://app.autocalls.ai'],
    ['https://mock.example/base/', 'combined', 'https://mock.example/base'],
  ])('begin with publicUrl %s for %s', async (publicUrl, key, origin) => {
    const other = publicUrl === 'request' ? mock : await start({ publicUrl })
    expect((await list(other, '', { key })).path).toBe(`${origin}${PATH}`)
  })

  test.each([
    ['bare', 'type=api&per_page=1', '?page=2'],
    ['withQueryString', 'page=1&type=api&per_page=1', '?type=api&per_page=1&page=2'],
    [
      'withQueryString',
      'type=api&foo[]=x+y&per_page=1&bar=&type=+api+',
      '?type=api&foo%5B0%5D=x%20y&per_page=1&page=2',
    ],
  ] as const)('of pages carry with %s of ?%s: %s', async (urls, query, expected) => {
    const other = await start({ urls })
    expect(await list(other, query)).toMatchObject({
      next_page_url: `${other.url}${PATH}${expected}`,
    })
  })

  test('of cursors carry the query without the old cursor', async () => {
    const other = await start({ urls: 'withQueryString' })
    const body = await list(other, 'cursor=&type=api&per_page=1')
    expect(body).toMatchObject({
      next_page_url: `${other.url}${PATH}?type=api&per_page=1&cursor=${after(6)}`,
    })
  })
})
