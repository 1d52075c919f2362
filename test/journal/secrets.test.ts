// Every secret of a mock, written in every way into every part of a request, is looked for in everything that the mock says.

import { once } from 'node:events'
import { request as send } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Options } from '../../src/config.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { loadJudged } from '../../src/cli/lint.ts'
import { formatNames, formats } from '../../src/reports/formats.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { encodings } from './encodings.ts'

const LIST = '/api/user/conversations'
const ADMIN_TOKEN = 'Admin-t0ken/for+everything='
const GIVEN = 'given-Key.of~the-run'

type Sent = {
  readonly path: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** What carries a text to the mock; a header takes no line break, a path no space. */
const places: Readonly<Record<string, (text: string) => Sent>> = {
  path: (text) => ({ path: `/api/${inUrl(text)}/x` }),
  'path of the list': (text) => ({ path: `${LIST}/${inUrl(text)}` }),
  'whole path': (text) => ({ path: `/${inUrl(text)}` }),
  'absolute target': (text) => ({ path: `http://someone:${inUrl(text)}@localhost/${inUrl(text)}` }),
  'any parameter': (text) => ({ path: `${LIST}?note=${inUrl(text)}` }),
  'parameter of the API': (text) => ({ path: `${LIST}?external_identifier=${inUrl(text)}` }),
  page: (text) => ({ path: `${LIST}?page=${inUrl(text)}` }),
  type: (text) => ({ path: `${LIST}?type=${inUrl(text)}` }),
  cursor: (text) => ({ path: `${LIST}?cursor=${inUrl(text)}` }),
  'name of a parameter': (text) => ({ path: `${LIST}?${inUrl(text)}=1&per_page=5` }),
  'parameter without a value': (text) => ({ path: `${LIST}?${inUrl(text)}` }),
  'array in a query': (text) => ({ path: `${LIST}?a[${inUrl(text)}][]=${inUrl(text)}` }),
  'end of a long query': (text) => ({
    path: `${LIST}?note=${'x'.repeat(8192 - 50)}-${inUrl(text)}`,
  }),
  'token with an id': (text) => ({ path: `${LIST}?a=1|${inUrl(text)}` }),
  accept: (text) => ({ path: LIST, headers: { Accept: `application/json;${text}` } }),
  prefer: (text) => ({ path: LIST, headers: { Prefer: `code=503, note=${text}` } }),
  'name of a walk': (text) => ({
    path: LIST,
    headers: { 'X-Mock-Walk': `nightly ${text} import` },
  }),
  'end of a long name': (text) => ({
    path: LIST,
    headers: { 'X-Mock-Walk': `${'x'.repeat(180)}-${text}` },
  }),
  correlation: (text) => ({ path: LIST, headers: { 'X-Correlation-ID': text } }),
  'request id': (text) => ({ path: LIST, headers: { 'X-Request-ID': text } }),
  'requested with': (text) => ({ path: LIST, headers: { 'X-Requested-With': text } }),
  referer: (text) => ({
    path: LIST,
    headers: { Accept: 'text/html', Authorization: '', Referer: `http://localhost/a?b=${text}` },
  }),
  host: (text) => ({
    path: `${LIST}?per_page=1`,
    headers: { Host: `${text.replaceAll(/[^\w-]/g, '-')}.example` },
  }),
  'forwarded host': (text) => ({
    path: `${LIST}?per_page=1`,
    headers: { 'X-Forwarded-Host': text.replaceAll(/[^\w-]/g, '-') },
  }),
  'forwarded prefix': (text) => ({
    path: `${LIST}?per_page=1`,
    headers: { 'X-Forwarded-Prefix': `/${text}` },
  }),
  cookie: (text) => ({ path: LIST, headers: { Cookie: `a=${text}` } }),
  'method override': (text) => ({
    path: LIST,
    method: 'POST',
    headers: { 'X-HTTP-Method-Override': text },
  }),
  'method in a body': (text) => ({
    path: LIST,
    method: 'POST',
    body: new URLSearchParams({ _method: text }).toString(),
  }),
  preflight: (text) => ({
    path: LIST,
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': text },
  }),
  'fields of a body': (text) => ({
    path: LIST,
    body: JSON.stringify({ type: text, [text]: 1, cursor: text }),
  }),
  message: (text) => ({
    path: '/api/conversations/22222222-2222-4222-8222-222222222222/messages',
    method: 'POST',
    body: JSON.stringify({ message: `it is ${text}, says one`, variables: { [text]: [text] } }),
  }),
  'end of a long message': (text) => ({
    path: '/api/conversations',
    method: 'POST',
    body: JSON.stringify({ message: `${'x'.repeat(8192 - 30)} ${text}` }),
  }),
  'body that is no JSON': (text) => ({
    path: '/api/conversations',
    method: 'POST',
    body: `{"message": ${text}`,
  }),
  form: (text) => ({
    path: '/api/conversations',
    method: 'POST',
    body: `message=${text}&${text}=1`,
  }),
  'several parts': (text) => ({
    path: '/api/conversations',
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    body: `--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n${text}\r\n--x--`,
  }),
  'type of a body': (text) => ({
    path: '/api/conversations',
    method: 'POST',
    headers: { 'Content-Type': `text/plain; note=${text}` },
    body: 'hello',
  }),
}

/** As node:http lets it pass. */
const inUrl = (text: string): string =>
  text.replaceAll(/[^!-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`).replaceAll('#', '%23')

type Setting = {
  readonly server: Server
  readonly secrets: readonly string[]
  readonly lines: string[]
}

async function start(options: Options): Promise<Setting> {
  const lines: string[] = []
  const settings = parseSettings([
    {
      values: {
        port: 0,
        dataset: 'thirty',
        adminToken: ADMIN_TOKEN,
        key: `7|${GIVEN}=combined`,
        ...options,
      },
      nameOf: (name) => name,
    },
  ])
  const server = await startServer(settings, {
    onAnswer: ({ method, target }) => void lines.push(`${method} ${target}`),
    onError: (error) => void lines.push(error instanceof Error ? `${error.stack}` : String(error)),
  })
  const [kept, gone] = [await createUser(server), await createUser(server)]
  await ask(server, { path: `/__admin/users/${gone.id}`, method: 'DELETE', headers: asAdmin })
  const [second = ''] = kept.tokens
  return { server, secrets: [ADMIN_TOKEN, GIVEN, second, gone.tokens[0] ?? ''], lines }
}

async function createUser(server: Server): Promise<{ id: number; tokens: string[] }> {
  const { body } = await ask(server, { path: '/__admin/users', method: 'POST', headers: asAdmin })
  const { id, tokens }: { id: number; tokens: { plain: string }[] } = JSON.parse(body)
  return { id, tokens: tokens.map(({ plain }) => plain) }
}

const asAdmin = { Authorization: `Bearer ${ADMIN_TOKEN}` }

/** With a good token, unless the headers bring their own. */
async function ask(
  { url }: Server,
  { path, method = 'GET', headers, body }: Sent,
): Promise<{ status: number; body: string }> {
  const { port, hostname } = new URL(url)
  const request = send({
    port,
    hostname,
    path,
    method,
    headers: { Authorization: `Bearer ${GIVEN}`, Accept: 'application/json', ...headers },
  })
  if (body !== undefined && !headers?.['Content-Type'])
    request.setHeader(
      'Content-Type',
      body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
    )
  request.end(body)
  const [response] = await once(request, 'response')
  const chunks: Buffer[] = await response.toArray()
  return { status: response.statusCode, body: Buffer.concat(chunks).toString('latin1') }
}

/** A text and all that it says to whoever undoes escapes and encodings. */
function readingsOf(text: string): string[] {
  const readings = new Set([text])
  for (const reading of readings) {
    if (readings.size > 12) break
    readings.add(
      reading.replaceAll(/%([\da-f]{2})/gi, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    )
    readings.add(
      reading.replaceAll(/\\u([\da-f]{4})/gi, (_, digits: string) =>
        String.fromCharCode(Number.parseInt(digits, 16)),
      ),
    )
    readings.add(reading.replaceAll('\\', ''))
  }
  const runs = [...readings].flatMap((reading) => reading.match(/[\w+/-]{12,}/g) ?? [])
  const decoded = [...new Set(runs)].flatMap(decodingsOf)
  return [...readings, ...decoded].map((reading) => reading.toLowerCase())
}

const decodingsOf = (run: string): string[] =>
  [
    ...[0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64')),
    ...[0, 1].map((from) => Buffer.from(run.slice(from), 'hex')),
  ].map((bytes) => bytes.toString('latin1'))

function secretsIn(text: string, secrets: readonly string[]): string[] {
  const readings = readingsOf(text)
  return secrets.filter((secret) =>
    readings.some((reading) => reading.includes(secret.toLowerCase())),
  )
}

/** Everything that the mock shows of requests, in parts, each with a name. Of equal parts there is one. */
async function tellings(server: Server, lines: readonly string[]): Promise<[string, string][]> {
  const read = async (path: string): Promise<[string, string]> => [
    path,
    (await ask(server, { path: `/__admin${path}`, headers: asAdmin })).body,
  ]
  const { requests }: { requests: { id: number }[] } = JSON.parse(
    (await read('/requests?limit=1000&order=oldest'))[1],
  )
  const judged = await loadJudged({ ...server, live: true })
  const told: [string, string][] = [
    ...(await Promise.all(
      [
        '/requests?limit=1000',
        '/walks?limit=1000',
        '/findings',
        '/faults',
        '/status',
        '/silences',
        '/script',
      ].map(read),
    )),
    ...(await Promise.all(
      requests.flatMap(({ id }) => [read(`/requests/${id}`), read(`/requests/${id}/response`)]),
    )),
    ...(await Promise.all(judged.walks.map(({ id }) => read(`/walks/${id}`)))),
    ['the log', lines.join('\n')],
    ...formatNames.map((name): [string, string] => {
      const { output, summary = '' } = formats[name]({
        ...judged,
        level: 'note',
        url: server.url,
        needsRequests: true,
      })
      return [`the report as ${name}`, `${output}\n${summary}`]
    }),
  ]
  return [...new Map(told.map((part) => [part[1], part])).values()]
}

describe.each([
  ['at first', {}],
  [
    'with queries in links, redirects and proxies',
    { urls: 'withQueryString', jsonErrors: 'negotiated', trustProxies: true },
  ],
] satisfies [string, Options][])('a mock %s', (_what, options) => {
  let mock: Setting
  beforeAll(async () => {
    mock = await start(options)
  })
  afterAll(() => mock.server.close())

  test.each(Object.entries(places))(
    'shows no secret that came in the %s',
    async (_place, toRequest) => {
      const { server, secrets, lines } = mock
      // One after the other: the whole user is judged again for each walk that is looked at.
      for (const secret of secrets) {
        lines.length = 0
        await ask(server, { path: '/__admin/requests', method: 'DELETE', headers: asAdmin })
        for (const encode of Object.values(encodings))
          await ask(server, toRequest(encode(secret))).catch(allowRefusal)
        const told = await tellings(server, lines)
        expect(told.length).toBeGreaterThan(12)
        expect(
          told.flatMap(([what, text]) =>
            secretsIn(text, secrets).map((each) => `${what} tells ${each}: ${text.slice(0, 200)}`),
          ),
        ).toEqual([])
      }
    },
  )
})

describe('the admin API', () => {
  let mock: Setting
  beforeAll(async () => {
    mock = await start({})
  })
  afterAll(() => mock.server.close())

  const wrongs: Readonly<Record<string, (text: string) => Sent>> = {
    'an unknown path': (text) => ({ path: `/__admin/${inUrl(text)}` }),
    'an unknown query': (text) => ({ path: `/__admin/requests?${inUrl(text)}=1` }),
    'a value in a query': (text) => ({ path: `/__admin/requests?limit=${inUrl(text)}` }),
    'a name in a path': (text) => ({ path: `/__admin/snapshots/${inUrl(text)}`, method: 'DELETE' }),
    'a name that is taken on': (text) => ({
      path: `/__admin/snapshots/${inUrl(text).slice(0, 60)}`,
      method: 'PUT',
    }),
    'an unknown field': (text) => ({
      path: '/__admin/faults',
      method: 'POST',
      body: JSON.stringify({ [text]: text }),
    }),
    'a wrong value': (text) => ({
      path: '/__admin/faults',
      method: 'POST',
      body: JSON.stringify({ effect: { type: text }, note: text }),
    }),
    'no JSON': (text) => ({ path: '/__admin/faults', method: 'POST', body: `{${text}` }),
    'a fault': (text) => ({
      path: '/__admin/faults',
      method: 'POST',
      body: JSON.stringify({
        match: { path: `/${text}`, parameters: { [text]: text } },
        effect: { type: 'empty' },
        note: text,
      }),
    }),
    'a reason': (text) => ({
      path: '/__admin/silences/tiny-pages',
      method: 'PUT',
      body: JSON.stringify({ reason: text }),
    }),
    'an expectation': (text) => ({
      path: '/__admin/requests/verify',
      method: 'POST',
      body: JSON.stringify({ request: { correlation: text, target: text } }),
    }),
    'a script': (text) => ({
      path: '/__admin/script',
      method: 'PUT',
      body: JSON.stringify({ match: { correlation: text }, steps: [{ after: 1, insert: 1 }] }),
    }),
    'a foreign host': (text) => ({
      path: '/__admin/status',
      headers: { Host: `${text.replaceAll(/[^\w-]/g, '-')}.example` },
    }),
    'a foreign origin': (text) => ({
      path: '/__admin/status',
      headers: { Origin: `http://${text}` },
    }),
    'a wrong token': (text) => ({
      path: '/__admin/status',
      headers: { Authorization: `Bearer x${text}` },
    }),
  }

  test.each(Object.entries(wrongs))(
    'repeats no secret that came as %s',
    async (_what, toRequest) => {
      const { server, secrets, lines } = mock
      for (const secret of secrets) {
        const sent = toRequest(secret)
        const { body } = await ask(server, { ...sent, headers: { ...asAdmin, ...sent.headers } })
        expect(secretsIn(body, secrets)).toEqual([])
      }
      const told = await tellings(server, lines)
      expect(told.flatMap(([what, text]) => secretsIn(text, secrets).map(() => what))).toEqual([])
    },
  )

  test('arms a fault for a token that is named by its text, which it does not repeat', async () => {
    const { server } = mock
    const fault = JSON.stringify({
      match: { token: GIVEN },
      effect: { type: 'status', status: 418 },
    })
    const { status, body } = await ask(server, {
      path: '/__admin/faults',
      method: 'POST',
      body: fault,
      headers: asAdmin,
    })
    expect({ status, body: JSON.parse(body) }).toMatchObject({
      status: 201,
      body: { match: { token: '***' } },
    })
    expect(await ask(server, { path: LIST })).toMatchObject({ status: 418 })
  })
})

/** node:http sends no header with some of the texts, and the mock hangs up on some others. */
function allowRefusal(error: unknown): void {
  if (!(error instanceof Error && 'code' in error)) throw error
}
