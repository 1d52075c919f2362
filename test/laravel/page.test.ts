import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import {
  lastPageOf,
  offsetOf,
  type Page,
  renderPage,
  resolvePage,
  urlWindow,
} from '../../src/laravel/page.ts'
import type { InputValue } from '../../src/php/input-array.ts'

const recorded = z
  .array(
    z.object({
      last_page: z.number(),
      current_page: z.number(),
      links: z.string(),
      active: z.string().nullable(),
      previous: z.number().nullable(),
      next: z.number().nullable(),
    }),
  )
  .parse(
    JSON.parse(readFileSync(new URL('../golden/page-links-windows.json', import.meta.url), 'utf8')),
  )

const Link = z.strictObject({
  url: z.string().nullable(),
  label: z.string(),
  page: z.number().nullish(),
  active: z.boolean(),
})
const Body = z.looseObject({
  links: z.array(Link),
  prev_page_url: z.string().nullable(),
  next_page_url: z.string().nullable(),
})

const view: Page = {
  items: '{"id":1},{"id":2}',
  count: 2,
  page: 2n,
  perPage: 2,
  total: 5,
  path: 'http://a/api',
  urlStart: 'http://a/api?page=',
  linksNamePages: false,
}

const bodyOf = (changes: Partial<Page>) =>
  Body.parse(JSON.parse(renderPage({ ...view, ...changes })))

const url = (page: number | null): string | null =>
  page === null ? null : `http://a/api?page=${page}`

test('has 572 recorded windows to go by', () => {
  expect(recorded).toHaveLength(572)
})

test.each(recorded)(
  'links page $current_page of $last_page as Laravel did',
  ({ last_page, current_page, ...expected }) => {
    const body = bodyOf({ page: BigInt(current_page), perPage: 1, total: last_page })
    const numbers = body.links.slice(1, -1)
    expect(numbers.map((link) => link.label).join(' ')).toBe(expected.links)
    expect(numbers.filter((link) => link.active).map((link) => link.label)).toEqual(
      expected.active === null ? [] : [expected.active],
    )
    expect(numbers.map((link) => link.url)).toEqual(
      numbers.map(({ label }) => url(label === '...' ? null : Number(label))),
    )
    expect([body.prev_page_url, body.next_page_url]).toEqual([
      url(expected.previous),
      url(expected.next),
    ])
    expect(body.links.at(0)).toEqual({
      url: url(expected.previous),
      label: '&laquo; Previous',
      active: false,
    })
    expect(body.links.at(-1)).toEqual({
      url: url(expected.next),
      label: 'Next &raquo;',
      active: false,
    })
  },
)

test.each([
  [1, 13, '1 2 3 4 5 6 7 8 9 10 11 12 13'],
  [7, 14, '1 2 3 4 5 6 7 8 9 10 - 13 14'],
  [8, 14, '1 2 - 5 6 7 8 9 10 11 12 13 14'],
  [8, 15, '1 2 - 5 6 7 8 9 10 11 - 14 15'],
  [16, 15, '1 2 - 6 7 8 9 10 11 12 13 14 15'],
  [500, 1000, '1 2 - 497 498 499 500 501 502 503 - 999 1000'],
])('the window of page %i of %i is %s', (page, lastPage, expected) => {
  expect(
    urlWindow(page, lastPage)
      .map((number) => number ?? '-')
      .join(' '),
  ).toBe(expected)
})

describe('renderPage', () => {
  test('writes the keys in the order of Laravel', () => {
    expect(renderPage(view)).toBe(
      String.raw`{"current_page":2,"data":[{"id":1},{"id":2}],"first_page_url":"http:\/\/a\/api?page=1","from":3,"last_page":3,` +
        String.raw`"last_page_url":"http:\/\/a\/api?page=3","links":[{"url":"http:\/\/a\/api?page=1","label":"&laquo; Previous","active":false},` +
        String.raw`{"url":"http:\/\/a\/api?page=1","label":"1","active":false},{"url":"http:\/\/a\/api?page=2","label":"2","active":true},` +
        String.raw`{"url":"http:\/\/a\/api?page=3","label":"3","active":false},{"url":"http:\/\/a\/api?page=3","label":"Next &raquo;","active":false}],` +
        String.raw`"next_page_url":"http:\/\/a\/api?page=3","path":"http:\/\/a\/api","per_page":2,"prev_page_url":"http:\/\/a\/api?page=1","to":4,"total":5}`,
    )
  })

  test('names the page of each link but of gaps since Laravel 12', () => {
    const { links } = bodyOf({ page: 1n, perPage: 1, total: 14, linksNamePages: true })
    expect(links.map((link) => link.page)).toEqual([
      null,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
      undefined,
      13,
      14,
      2,
    ])
    expect(Object.keys(links[1] ?? {})).toEqual(['url', 'label', 'page', 'active'])
  })

  test('has no items to number on an empty page', () => {
    expect(bodyOf({ items: '', count: 0, page: 9n })).toMatchObject({
      data: [],
      from: null,
      to: null,
      total: 5,
      current_page: 9,
    })
  })

  test('leads back one page from a page far past the end', () => {
    const text = renderPage({ ...view, items: '', count: 0, page: 2n ** 63n - 1n })
    expect(text).toContain('"current_page":9223372036854775807,')
    expect(text).toContain(String.raw`"prev_page_url":"http:\/\/a\/api?page=9223372036854775806",`)
  })

  test('numbers items by floats where the product leaves 64 bits', () => {
    const text = renderPage({ ...view, page: 2n ** 63n - 1n, perPage: 100 })
    expect(text).toContain('"from":9.223372036854776e+20,')
    expect(text).toContain('"to":9.223372036854776e+20,')
  })

  test('numbers items exactly up to the end of 64 bits', () => {
    expect(renderPage({ ...view, page: 2n ** 63n - 2n, perPage: 1, count: 1 })).toContain(
      '"from":9223372036854775806,',
    )
  })
})

test.each([
  [0, 15, 1],
  [15, 15, 1],
  [16, 15, 2],
  [1, 1, 1],
])('%i rows by %i end on page %i', (total, perPage, expected) => {
  expect(lastPageOf(total, perPage)).toBe(expected)
})

describe('offsetOf', () => {
  test.each([
    [1n, 100, 0n],
    [2n, 15, 15n],
    [2n ** 63n - 1n, 1, 2n ** 63n - 2n],
    [2n ** 56n, 100, 100n * (2n ** 56n - 1n)],
  ])('multiplies exactly within 64 bits: page %s by %i', (page, perPage, expected) => {
    expect(offsetOf(page, perPage)).toBe(expected)
  })

  test.each([
    ['above half of the range, which is negative', 2n ** 62n + 1n, 2, 0n],
    ['a multiple of 2^64, which is 0', 2n ** 62n + 1n, 4, 0n],
    ['a little above 2^64', 2n ** 62n + 1025n, 4, 4096n],
    ['the largest page', 2n ** 63n - 1n, 100, 0n],
  ])('wraps beyond 64 bits as PHP does: %s', (_, page, perPage, expected) => {
    expect(offsetOf(page, perPage)).toBe(expected)
  })
})

describe('resolvePage', () => {
  test.each<[InputValue, bigint]>([
    ['1', 1n],
    ['7', 7n],
    ['+7', 7n],
    [' 7', 7n],
    ['9223372036854775807', 2n ** 63n - 1n],
    [7, 7n],
    [7n, 7n],
    [true, 1n],
  ])('takes %o', (value, expected) => {
    expect(resolvePage(value)).toBe(expected)
  })

  test.each<[InputValue]>([
    [null],
    [''],
    ['0'],
    ['-1'],
    ['-0'],
    ['abc'],
    ['1.5'],
    ['2.0'],
    ['1e1'],
    ['02'],
    ['0x2'],
    ['2 3'],
    ['9223372036854775808'],
    [0],
    [-2],
    [2.5],
    [false],
    [new Map([['0', '2']])],
    [new Map()],
  ])('takes page 1 for %o', (value) => {
    expect(resolvePage(value)).toBe(1n)
  })
})
