import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { type Walk, walkByCursor, walkByPage } from '../../src/comparison/walk.ts'
import { type Answered, answerFrom, rowsOf, startApi } from './hostile.ts'

const asking: Omit<Walk, 'url' | 'edition' | 'name'> = {
  token: 'my-token',
  tokenOption: '--token',
  prefersEdition: true,
  filters: {},
  perPage: 2,
}

async function walk(side: 'page' | 'cursor', url: string, options: Partial<Walk> = {}) {
  const follow = side === 'page' ? walkByPage : walkByCursor
  const edition = side === 'page' ? 'nicecall' : 'autocalls'
  const ids: string[] = []
  const requests: number[] = []
  for await (const portion of follow({
    ...asking,
    url: `${url}/list`,
    edition,
    name: `compare-${side}-1`,
    ...options,
  })) {
    ids.push(...portion.rows.map(({ id }) => String(id)))
    requests.push(portion.requests)
  }
  return { ids, requests }
}

const rows = rowsOf('a b c d e')
const both = answerFrom({ page: rows, cursor: rows })
const everything = { ids: ['a', 'b', 'c', 'd', 'e'], requests: [1, 1, 1] }

describe('the requests of a walk', () => {
  test('by page go on until next_page_url is null, whatever else it says', async () => {
    await using api = await startApi(both)
    expect(await walk('page', api.url)).toEqual(everything)
    expect(api.asked.map(({ query }) => query.toString())).toEqual(
      [1, 2, 3].map((page) => `per_page=2&page=${page}`),
    )
  })

  test('by cursor go on until next_cursor is null', async () => {
    await using api = await startApi(both)
    expect(await walk('cursor', api.url)).toEqual(everything)
    expect(api.asked.map(({ query }) => query.toString())).toEqual([
      'per_page=2',
      'per_page=2&cursor=2',
      'per_page=2&cursor=4',
    ])
  })

  test('by cursor begin with an empty one in an edition that pages by number without', async () => {
    await using api = await startApi(both)
    await walk('cursor', api.url, { edition: 'combined' })
    expect(api.asked[0]?.query.toString()).toBe('per_page=2&cursor=')
  })

  test('each have the filters, escaped', async () => {
    await using api = await startApi(both)
    const filters = { type: 'widget', customer_phone: '+49 30&x=1' }
    await walk('cursor', api.url, { filters })
    expect(api.asked).toHaveLength(3)
    for (const { query } of api.asked) expect(Object.fromEntries(query)).toMatchObject(filters)
  })

  test('say who asks, for what and in which walk', async () => {
    await using api = await startApi(both)
    await walk('page', api.url)
    await walk('page', api.url, { prefersEdition: false })
    const expected = {
      authorization: 'Bearer my-token',
      accept: 'application/json',
      'x-mock-walk': 'compare-page-1',
    }
    expect(api.asked[0]?.headers).toMatchObject({ ...expected, prefer: 'edition=nicecall' })
    expect(api.asked[3]?.headers).toMatchObject(expected)
    expect(api.asked[3]?.headers).not.toHaveProperty('prefer')
  })

  test('take no filter out of a link, and no link to elsewhere', async () => {
    const next = 'https://elsewhere.example/other?page=2&per_page=7&type=api'
    await using api = await startApi(({ query }) => ({
      body: { data: [], next_page_url: query.get('page') === '1' ? next : null },
    }))
    await walk('page', api.url)
    expect(api.asked.map(({ path, query }) => `${path}?${query.toString()}`)).toEqual([
      '/list?per_page=2&page=1',
      '/list?per_page=2&page=2',
    ])
  })
})

const tooMany = (headers: Record<string, string>, status = 429): Answered => ({
  status,
  headers,
  body: { message: 'Too Many Attempts.' },
})

/** The milliseconds that a walk waits after these refusals. */
async function walkAfter(refusals: readonly Answered[]) {
  const left = [...refusals]
  const waits: number[] = []
  const lines: string[] = []
  await using api = await startApi((asked) => left.shift() ?? both(asked))
  const wait = async (milliseconds: number) => waits.push(milliseconds)
  const walked = await walk('page', api.url, { wait, notify: (line) => lines.push(line) })
  return { ...walked, waits, lines }
}

describe('an answer to come back later', () => {
  test.each([
    ['seconds of 429', tooMany({ 'Retry-After': '7' }), 7000, ['waiting 7 s, as the API asked']],
    [
      'seconds of 503',
      tooMany({ 'Retry-After': '60' }, 503),
      60_000,
      ['waiting 60 s, as the API asked'],
    ],
    ['seconds that nobody notices', tooMany({ 'Retry-After': '2' }), 2000, []],
    ['no seconds at all', tooMany({ 'Retry-After': '0' }), 0, []],
    ['a date that has passed', tooMany({ 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' }), 0, []],
  ])('is followed: %s', async (_title, refusal, wait, lines) => {
    expect(await walkAfter([refusal])).toEqual({
      ...everything,
      requests: [2, 1, 1],
      waits: [wait],
      lines,
    })
  })

  test('is followed: a date', async () => {
    const end = Math.ceil(Date.now() / 1000) * 1000 + 30_000
    const { waits } = await walkAfter([tooMany({ 'Retry-After': new Date(end).toUTCString() })])
    expect(waits[0]).toBeGreaterThanOrEqual(end - Date.now())
    expect(waits[0]).toBeLessThanOrEqual(31_000)
  })

  test.each([
    ['is missing', {}],
    ['is negative', { 'Retry-After': '-3' }],
    ['is nonsense', { 'Retry-After': 'soon' }],
  ])('is waited for longer each time when the time %s', async (_title, headers) => {
    const walked = await walkAfter(Array.from({ length: 5 }, () => tooMany(headers)))
    const lines = ['waiting 4 s, since the API refuses and does not say how long']
    expect(walked).toEqual({
      ...everything,
      requests: [6, 1, 1],
      waits: [250, 500, 1000, 2000, 4000],
      lines,
    })
  })

  test('is an error the sixth time', async () => {
    const refusals = Array.from({ length: 6 }, () => tooMany({ 'Retry-After': '1' }))
    await expect(walkAfter(refusals)).rejects.toThrow(
      'list?per_page=2&page=1 still answers 429 when asked 6 times; try again later',
    )
  })

  test('is an error when it is more than a minute', async () => {
    await expect(walkAfter([tooMany({ 'Retry-After': '61' })])).rejects.toThrow(
      'answers 429 and asks to wait 61 s, longer than the 60 s',
    )
  })
})

describe('an answer that ends the walk is told with its request and the fix:', () => {
  const html = {
    headers: { 'Content-Type': 'text/html; charset=UTF-8' },
    body: '<!DOCTYPE html><h1>Sign in</h1>',
  }
  const failures: [string, Answered, string][] = [
    [
      '401',
      { status: 401, body: { message: 'Unauthenticated.' } },
      'answers 401 (Unauthenticated.); check --token',
    ],
    ['403 of something else', { status: 403, body: 'no' }, 'answers 403; check --token'],
    ['404', { status: 404, body: '' }, 'answers 404; check --url'],
    [
      '422',
      { status: 422, body: { message: 'The selected type is invalid.' } },
      'answers 422 (The selected type is invalid.); correct the filters',
    ],
    [
      '500',
      { status: 500, body: { message: 'Server Error' } },
      'answers 500 (Server Error); both walks need every page',
    ],
    [
      'a redirect',
      { status: 302, headers: { Location: '/login' } },
      'answers 302 and leads to /login; check --url',
    ],
    ['HTML', html, 'answers 200 with text/html that is no JSON; is http://127.0.0.1:'],
    ['nothing', { body: '' }, 'answers 200 with no type that is no JSON'],
    [
      'other JSON',
      { body: { hello: 1 } },
      'answers 200 with JSON that is no list of conversations',
    ],
    [
      'rows without id',
      { body: { data: [{ uuid: 'a' }], next_page_url: null } },
      'answers 200 with JSON that is no list of conversations',
    ],
    [
      'a link without page',
      { body: { data: [], next_page_url: '/list' } },
      'offers a next page that cannot be read; only null ends a walk',
    ],
  ]

  test.each(failures)('%s', async (_title, answer, message) => {
    await using api = await startApi(() => answer)
    const failure = walk('page', api.url)
    await expect(failure).rejects.toMatchObject({ name: 'ComparisonError' })
    await expect(failure).rejects.toThrow(`GET ${api.url}/list?per_page=2&page=1 ${message}`)
    await expect(failure).rejects.not.toThrow('my-token')
  })

  test('a list by cursor where pages were asked for', async () => {
    await using api = await startApi(() => ({
      body: { data: [], next_cursor: null, next_page_url: null },
    }))
    await expect(walk('page', api.url)).rejects.toThrow(
      'though nicecall pages by number; is --token of that generation?',
    )
  })

  test('a list by page where a cursor was asked for', async () => {
    await using api = await startApi(() => ({ body: { data: [], next_page_url: null } }))
    await expect(walk('cursor', api.url)).rejects.toThrow(
      'without next_cursor, though autocalls pages by cursor; is --token of that',
    )
    await expect(walk('cursor', api.url)).rejects.toThrow('or give --cursor-edition combined')
    await expect(walk('cursor', api.url, { edition: 'combined' })).rejects.not.toThrow('or give')
  })

  test.each(['', 'edition=autocalls', 'delay=5'])(
    'an edition that is not confirmed (%j)',
    async (applied) => {
      await using api = await startApi((asked) => ({
        ...both(asked),
        headers: { 'Preference-Applied': applied },
      }))
      await expect(walk('page', api.url)).rejects.toThrow(
        'does not confirm "Prefer: edition=nicecall", so it is no mock that lets one token meet both generations; give a token of each with --page-token and --cursor-token',
      )
      expect(await walk('page', api.url, { prefersEdition: false })).toEqual(everything)
    },
  )

  test('a connection that nobody takes', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    await new Promise((resolve) => server.close(resolve))
    await expect(walk('page', url)).rejects.toThrow(
      /^GET \S+ has no answer \(nothing listens there\); is it running, and is --url right\?$/,
    )
  })

  test('a connection that breaks', async () => {
    await using server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    await expect(walk('cursor', url)).rejects.toThrow(
      /^GET \S+ has no answer \(.+\); is it running/,
    )
  })
})

const page = (data: readonly object[], next: number) => ({
  body: { data, next_page_url: `/list?page=${next}` },
})

describe('a walk without end is an error:', () => {
  test.each([
    ['a link to the same page', 1, 1],
    ['a link back', 4, 2],
  ])('%s', async (_title, count, back) => {
    await using api = await startApi(({ query }) =>
      page(rows, Number(query.get('page')) === count ? back : Number(query.get('page')) + 1),
    )
    await expect(walk('page', api.url)).rejects.toThrow(
      `page=${count} leads to {"page":"${back}"}, where the walk was 4 times before: a client that follows it never ends`,
    )
    expect(api.asked).toHaveLength(count + 3 * (count - back + 1))
  })

  test('a cursor that comes again', async () => {
    const next = new Map([
      [null, 'x'],
      ['x', 'y'],
      ['y', 'x'],
    ])
    await using api = await startApi(({ query }) => ({
      body: { data: rows, next_cursor: next.get(query.get('cursor')) },
    }))
    await expect(walk('cursor', api.url)).rejects.toThrow(
      'cursor=y leads to {"cursor":"x"}, where the walk was 4 times before',
    )
    expect(api.asked).toHaveLength(9)
  })

  test('empty pages on and on', async () => {
    await using api = await startApi(({ query }) => page([], Number(query.get('page')) + 1))
    await expect(walk('page', api.url)).rejects.toThrow(
      'page=100 is number 100 in a row that has no rows and yet a next page',
    )
  })

  test('rows on and on', async () => {
    await using api = await startApi(({ query }) => ({
      body: { data: rows, next_cursor: `x${query.get('cursor') ?? ''}` },
    }))
    await expect(walk('cursor', api.url, { maxRows: 50 })).rejects.toThrow(
      'offers still more after 50 rows',
    )
    expect(api.asked).toHaveLength(10)
  })

  test('but a place that is led to three times more is none', async () => {
    let returns = 3
    await using api = await startApi(({ query }) => {
      if (query.get('page') === '3') return { body: { data: [], next_page_url: null } }
      return page([], query.get('page') === '2' && returns-- <= 0 ? 3 : 2)
    })
    await walk('page', api.url)
    expect(api.asked.map(({ query }) => query.get('page')).join('')).toBe('122223')
  })

  test('but some empty pages between rows are none', async () => {
    await using api = await startApi(({ query }) => {
      const number = Number(query.get('page'))
      const data = number % 50 === 0 ? rowsOf(String(number)) : []
      return number < 300 ? page(data, number + 1) : { body: { data, next_page_url: null } }
    })
    expect((await walk('page', api.url)).ids).toEqual(['50', '100', '150', '200', '250', '300'])
  })
})
