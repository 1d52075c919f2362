import { describe, expect, test } from 'vitest'
import { calibrateOther, messages, rowsOfTimes, type Traits } from './other-api.ts'

async function readingOf(setting: string, traits: Traits) {
  const { readings, behaviours } = await calibrateOther(traits)
  const reading = [...readings, ...behaviours].find((each) => each.setting === setting)
  return { value: reading?.value, note: reading?.note }
}

const refuses =
  (...fields: readonly string[]): NonNullable<Traits['validate']> =>
  (query) =>
    messages(fields.filter((field) => query.has(field) && query.get(field) !== '1'))

const perPageFrom1To =
  (most: number): NonNullable<Traits['validate']> =>
  (query) => {
    const size = Number(query.get('per_page') ?? 15)
    if (size < 1) return messages(['per_page'], 'The per page field must be at least 1.')
    if (size > most)
      return messages(['per_page'], `The per page field must not be greater than ${most}.`)
    return {}
  }

const clamped: NonNullable<Traits['perPage']> = (query) =>
  Math.min(100, Math.max(1, Number(query.get('per_page') ?? 15)))

const html = (status: number) => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html>',
})

describe('of an application that no switch describes, calibrate tells', () => {
  const cases: [string, string, Traits, unknown, RegExp?][] = [
    [
      'the keys of a list that is wrapped',
      'edition',
      { shape: ({ data, path }) => ({ data, links: {}, meta: { path } }) },
      undefined,
      /^cannot be told: its list has neither current_page nor next_cursor, but data, links, meta$/,
    ],
    [
      'the nearest edition of pages with variables',
      'edition',
      { rows: [{ id: 'a', variables: null }] },
      'combined',
      /its rows have variables by page, which combined alone gives, with cursors beside/,
    ],
    [
      'the nearest edition of cursors without variables',
      'edition',
      { paginator: 'cursor', rows: [{ id: 'a' }] },
      'autocalls',
      /its rows have no variables, and those of autocalls have them/,
    ],
    [
      'URLs that carry validated values alone',
      'urls',
      { carried: (query) => `per_page=${query.get('per_page')}&` },
      'withQueryString',
      /carries per_page alone, which no switch gives/,
    ],
    [
      'an order by a column of a table',
      'order',
      { paginator: 'cursor', cursorOf: () => ({ 'conversations.id': 7 }) },
      'id',
    ],
    [
      'an order without a second column',
      'order',
      { paginator: 'cursor', cursorOf: () => ({ created_at: '2025-01-01 00:00:00' }) },
      'created_at',
      /rows of one time have no order/,
    ],
    [
      'an order by another column',
      'order',
      { paginator: 'cursor', cursorOf: () => ({ updated_at: '2025-01-01 00:00:00' }) },
      undefined,
      /a column that no switch gives/,
    ],
    [
      'pages whose rows contradict created_at',
      'order',
      { rows: rowsOfTimes('2025-01-01 10:00:00', '2025-01-03 10:00:00', '2025-01-02 10:00:00') },
      'id',
    ],
    [
      'pages with the oldest first',
      'order',
      { rows: rowsOfTimes('2025-01-01 10:00:00', '2025-01-02 10:00:00') },
      'id',
      /the oldest first, which no switch does/,
    ],
    [
      'nothing of the order of one row',
      'order',
      { rows: rowsOfTimes('2025-01-01 10:00:00') },
      undefined,
      /fewer than 2 rows/,
    ],
    [
      'JSON for everybody where there is no login page',
      'jsonErrors',
      {
        validate: refuses('per_page', 'type'),
        answer: ({ headers }) =>
          headers.authorization?.includes('not-a-token') && headers.accept === '*/*'
            ? { status: 500, body: { message: 'Server Error' } }
            : undefined,
      },
      'always',
    ],
    [
      'errors of which some are JSON',
      'jsonErrors',
      {
        validate: refuses('per_page'),
        answer: ({ headers }) => (headers.accept === 'text/html' ? html(404) : undefined),
      },
      'always',
      /not all of its errors do the same/,
    ],
    [
      'errors by Accept where page sizes are not refused',
      'jsonErrors',
      {
        perPage: clamped,
        answer: ({ headers }) => (headers.accept === 'text/html' ? html(404) : undefined),
      },
      'negotiated',
      /not all/,
    ],
    [
      'no limit that the mock cannot have',
      'rateLimit',
      { headers: { 'X-RateLimit-Limit': '1000, 1000;w=3600' } },
      undefined,
      /no number that the mock can have/,
    ],
    [
      'a version before 12.23',
      'laravel',
      {
        answer: (_request, { pathname }) =>
          pathname.includes('%FF')
            ? { status: 400, body: { message: 'Malformed URL.' } }
            : undefined,
      },
      11,
      /it is 12, before 12\.23/,
    ],
    [
      'nothing of a path that a proxy refuses',
      'laravel',
      {
        paginator: 'cursor',
        answer: (_request, { pathname, searchParams }) =>
          pathname.includes('%FF') || searchParams.get('cursor') ? html(403) : undefined,
      },
      undefined,
      /no answer differs between versions/,
    ],
    [
      'the request as origin where a proxy takes the port away',
      'publicUrl',
      { path: () => 'http://127.0.0.1/api/user/conversations' },
      'request',
      /its proxy hides the scheme or the port/,
    ],
    [
      'another origin',
      'publicUrl',
      { path: () => 'https://crm.example.com/v1/api/user/conversations' },
      'https://crm.example.com/v1',
    ],
    [
      'no origin of a path that is another',
      'publicUrl',
      { path: () => 'https://crm.example.com/api/v2/conversations' },
      undefined,
      /its path is no URL of the list/,
    ],
    [
      'no trust in proxies where URLs are always the same',
      'trustProxies',
      { path: () => 'https://crm.example.com/api/user/conversations' },
      undefined,
      /its URLs are the same whatever is asked/,
    ],
    [
      'trust in the forwarded port alone',
      'trustProxies',
      {
        path: ({ headers }) =>
          `http://127.0.0.1:${String(headers['x-forwarded-port'] ?? String(headers.host).split(':')[1])}/api/user/conversations`,
      },
      true,
    ],
    [
      'filters that count without being validated',
      'filters',
      {
        filter: (_row, query) => !query.has('customer_phone') && !query.has('type'),
        validate: refuses('date_from', 'date_to'),
      },
      'type, date_from, date_to, customer_phone',
      /nicecall does not know customer_phone; nicecall knows assistant_id as well/,
    ],
    [
      'filters that are refused one after the other',
      'filters',
      {
        validate: (query) => {
          const first = ['type', 'assistant_id', 'date_from', 'date_to'].find((name) =>
            query.has(name),
          )
          return messages(first === undefined ? [] : [first])
        },
      },
      'type, assistant_id, date_from, date_to',
    ],
    ['nothing of filters without rows', 'filters', { rows: [] }, undefined, /no conversations/],
    [
      'page sizes that are cut',
      'per_page',
      { perPage: clamped },
      'with 0 taken to 100, to which it cuts, 15 by default',
      /the mock takes 1 to 100, 15 by default; no switch gives that/,
    ],
    [
      'a smaller page size',
      'per_page',
      { validate: perPageFrom1To(50) },
      'from 1 to 50, 15 by default',
      /no switch/,
    ],
    [
      'the usual page size',
      'per_page',
      { validate: perPageFrom1To(100) },
      'from 1 to 100, 15 by default',
    ],
    [
      'dates in any order',
      'dates',
      { validate: (query) => (query.get('date_to') === 'nothing' ? messages(['date_to']) : {}) },
      'in any order',
      /refuses date_to before/,
    ],
  ]

  test.each(cases)('%s', async (_title, setting, traits, value, note) => {
    const reading = await readingOf(setting, traits)
    expect(reading.value).toBe(value)
    if (note) expect(reading.note).toMatch(note)
    else expect(reading.note).toBeUndefined()
  })
})

describe('a question without answer', () => {
  test('leaves the others their readings, and is told where it lacks', async () => {
    const { settings, readings, complete } = await calibrateOther({
      answer(request) {
        if (request.url?.includes('probe')) request.socket.destroy()
        return undefined
      },
    })
    expect(complete).toBe(true)
    expect(settings).toMatchObject({ edition: 'nicecall', publicUrl: 'request' })
    expect(readings.find(({ setting }) => setting === 'urls')?.note).toMatch(
      /^cannot be told: GET \S+probe=1&per_page=1 has no answer \(/,
    )
  })

  test('three times in a row ends them, and leaves what was told', async () => {
    let count = 0
    const { settings, behaviours, ending } = await calibrateOther({
      answer(request) {
        if (++count > 5) request.socket.destroy()
        return undefined
      },
    })
    expect(settings).toMatchObject({ edition: 'nicecall', urls: 'bare' })
    expect(ending).toMatch(/ has no answer \(/)
    expect(behaviours[0]?.note).toBe(`cannot be told: ${ending}`)
    // The client sends each request twice, because a connection may break by chance.
    expect(count).toBe(5 + 3 * 2)
  })

  test('that has to wait too long ends them as well', async () => {
    let count = 0
    const { complete, ending, settings } = await calibrateOther({
      answer: () =>
        ++count > 2 ? { status: 429, headers: { 'Retry-After': '3600' }, body: {} } : undefined,
    })
    expect(complete).toBe(false)
    expect(ending).toMatch(/answers 429 and asks to wait 3600 s/)
    expect(settings).toMatchObject({ urls: 'bare', rateLimit: 'off' })
  })

  test('without budget leaves what was told', async () => {
    const budget = { requests: 6, milliseconds: 60_000 }
    const { settings, readings, complete, requests } = await calibrateOther({}, { budget })
    expect({ complete, requests }).toEqual({ complete: false, requests: 6 })
    expect(settings).toMatchObject({ edition: 'nicecall', urls: 'bare', rateLimit: 'off' })
    expect(readings.find(({ setting }) => setting === 'assistantsEnvelope')?.note).toMatch(
      /^cannot be told: .+ would be more than 6 requests, the budget$/,
    )
  })
})

test('no question writes, and all are at most 40', async () => {
  const methods = new Set<string | undefined>()
  const { requests } = await calibrateOther({
    rows: [],
    paginator: 'cursor',
    answer(request) {
      methods.add(request.method)
      return undefined
    },
  })
  expect(methods).toEqual(new Set(['GET', 'HEAD', 'OPTIONS']))
  expect(requests).toBeLessThanOrEqual(40)
})

test('the token is in no reading, though the API repeats it everywhere', async () => {
  const token = 'token-of-the-account'
  const calibration = await calibrateOther({
    headers: { 'X-RateLimit-Limit': token },
    path: () => `https://${token}.example.com/api/user/conversations`,
    shape: (list) => ({ ...list, [token]: token, first_page_url: `https://${token}/?page=1` }),
  })
  expect(JSON.stringify(calibration)).toContain('***')
  expect(JSON.stringify(calibration)).not.toContain(token)
})
