import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { SentResponse } from '../../src/journal/schemas.ts'
import { LIST } from '../walking.ts'
import { type Called, call } from './calls.ts'
import { get, startFilled, testRefusals } from './refusals.ts'

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty', jsonErrors: 'negotiated', trustProxies: true })
})
beforeEach(() => mock.reset())
afterAll(() => mock.close())

const responseTo = (id: number): Promise<Called> => call(mock, get(`/requests/${id}/response`))
const newestId = async (): Promise<number> => (await mock.requests.list({ limit: 1 }))[0]?.id ?? 0
const newest = async (): Promise<SentResponse> =>
  SentResponse.parse((await responseTo(await newestId())).body)

type Got = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}
type Asked = {
  readonly method?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string
}

/** Sends a request and collects the bytes until the answer or the connection ends. */
function ask({
  method = 'GET',
  query = '',
  headers = {},
  token = mock.token('combined'),
}: Asked = {}): Promise<Got> {
  const sent = { Authorization: `Bearer ${token}`, Accept: 'application/json', ...headers }
  return new Promise((resolve, reject) => {
    request(`${mock.url}${LIST}${query}`, { method, headers: sent, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => (body += part))
      response.on('error', () => undefined)
      response.on('close', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      )
    })
      .on('error', reject)
      .end()
  })
}

describe('GET /requests/{id}/response', () => {
  test.each(['', '?page=2&per_page=3', '?per_page=0', '?type=nope', '?cursor='])(
    'is what the client got for %j',
    async (query) => {
      const got = await ask({ query })
      const { headers, ...others } = await newest()
      expect(others).toEqual({ status: got.status, body: got.body, is_cut: false })
      expect(headers).toHaveProperty('Content-Type', 'application/json')
      for (const [name, value] of Object.entries(headers))
        expect([name, got.headers[name.toLowerCase()]]).toEqual([name, value])
    },
  )

  test('is text beyond ASCII', async () => {
    await mock.faults.arm({
      times: 1,
      effect: { type: 'status', status: 503, body: 'zu spät: €😀', headers: { 'X-A': 'b' } },
    })
    expect((await ask()).body).toBe('zu spät: €😀')
    expect(await newest()).toMatchObject({
      status: 503,
      body: 'zu spät: €😀',
      headers: { 'X-A': 'b', 'X-Mock-Fault': 'status' },
    })
  })

  test.each([
    { type: 'malformed' as const },
    { type: 'delay' as const, milliseconds: 1 },
    { type: 'slow' as const, bytes_per_second: 1e7 },
  ])('shows what $type left of it', async (effect) => {
    await mock.faults.arm({ times: 1, effect })
    const { body } = await ask()
    expect(await newest()).toMatchObject({
      body,
      is_cut: false,
      headers: { 'X-Mock-Fault': effect.type },
    })
  })

  test.each([0, 100])('is cut after %i bytes where a fault cuts it', async (bytes) => {
    await mock.faults.arm({ times: 1, effect: { type: 'truncate', bytes } })
    const { body } = await ask()
    expect(body).toHaveLength(bytes)
    expect(await newest()).toMatchObject({ status: 200, body, is_cut: true })
  })

  test('has no body where none is due', async () => {
    await ask({ method: 'HEAD' })
    expect(await newest()).toMatchObject({ status: 200, body: '', is_cut: false })
    await ask({ headers: { Prefer: 'code=204' } })
    expect(await newest()).toMatchObject({ status: 204, body: '', is_cut: false })
  })

  test('is not there when nothing was sent', async () => {
    await mock.faults.arm({ times: 1, effect: { type: 'reset' } })
    await mock.faults.arm({ times: 1, effect: { type: 'empty' } })
    for (const _ of ['reset and empty', 'neither']) await ask().catch(() => undefined)
    const [last, first] = await mock.requests.list()
    expect(await responseTo(first?.id ?? 0)).toMatchObject({
      status: 404,
      body: {
        message: `request ${first?.id} got no answer: a fault closed its connection`,
        errors: [],
      },
    })
    expect((await responseTo(last?.id ?? 0)).status).toBe(200)
  })

  test('is not there when it is no longer kept', async () => {
    await ask({ query: '?per_page=1' })
    const id = await newestId()
    for (let n = 0; n < 100; n++) await ask({ query: `?per_page=${100 - (n % 2)}` })
    expect((await responseTo(id)).body).toMatchObject({
      message: expect.stringContaining(`the answer to request ${id} is not kept: only`),
    })
    expect((await responseTo(await newestId())).status).toBe(200)
  })

  test.each<[string, Asked]>([
    ['a query with a credential', { query: '?api_key=s3cret' }],
    ['a query with an escaped credential', { query: '?%74oken=s3cret&page=2' }],
    [
      'a redirect to a Referer with a credential',
      {
        query: '?per_page=0',
        headers: { Accept: '*/*', Referer: 'http://localhost/?token=s3cret' },
      },
    ],
    [
      'a preflight for a header that is a credential',
      {
        method: 'OPTIONS',
        headers: {
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'Bearer s3cret',
        },
      },
    ],
    [
      'links below a path with a credential',
      { headers: { 'X-Forwarded-Prefix': '/token/s3cret' } },
    ],
    [
      'links below a path with a parameter that is one',
      { headers: { 'X-Forwarded-Prefix': '/mock?session=s3cret' } },
    ],
  ])('is not kept of %s', async (_what, asked) => {
    const got = await ask(asked)
    if (asked.headers) expect(JSON.stringify(got)).toContain('s3cret')
    const { status, text } = await responseTo(await newestId())
    expect(status).toBe(404)
    expect(text).not.toContain('s3cret')
  })

  test('is kept with links below a path, and no link repeats a token of the mock', async () => {
    await ask({ headers: { 'X-Forwarded-Prefix': '/demo' } })
    expect((await newest()).body).toContain(String.raw`\/demo\/api\/user\/conversations?page=1`)
    const { text } = await call(mock, {
      path: '/__admin/requests',
      headers: { 'X-Forwarded-Prefix': `/t/${mock.token('combined')}` },
    })
    expect(text).toContain('/t/***/api/user/conversations')
    expect(text).not.toContain(mock.token('combined'))
  })

  test('goes with the requests of its user, and stays for others', async () => {
    await using user = await mock.createUser({ dataset: { generate: 2 } })
    await ask()
    const first = await newestId()
    await ask({ token: user.token('combined') })
    const second = await newestId()
    expect(JSON.parse((await newest()).body)).toMatchObject({ total: 2 })
    await user.requests.clear()
    expect([(await responseTo(first)).status, (await responseTo(second)).status]).toEqual([
      200, 404,
    ])
    await mock.reset(['journal'])
    expect((await responseTo(first)).status).toBe(404)
  })
})

const filled = startFilled()

testRefusals(filled, [
  [
    'the answer to an unknown request',
    get('/requests/99999/response'),
    404,
    null,
    'there is no request 99999 in the journal; see GET',
  ],
  [
    'the answer to a request without number',
    get('/requests/first/response'),
    422,
    'id',
    'must be a whole number',
  ],
  [
    'the answer to a request of a user',
    get('/requests/1/response?user=1'),
    422,
    'user',
    'is not known here',
  ],
])
