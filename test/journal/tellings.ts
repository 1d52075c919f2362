// Sends secrets of a mock in parts of requests, and looks for them in everything that it shows.

import { once } from 'node:events'
import { request as send } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Options } from '../../src/config.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { loadJudged } from '../../src/cli/judged-mock.ts'
import { formatNames, formats } from '../../src/reports/formats.ts'
import { type Server, startServer } from '../../src/server/server.ts'

export const LIST = '/api/user/conversations'
export const ADMIN_TOKEN = 'Admin-t0ken/for+everything='
export const GIVEN = 'given-Key.of~the-run'

export type Sent = {
  readonly path: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** The parts of a request that can hold a text. A header takes no line break, a path no space. */
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

/** Escapes a text for a URL, only as far as node:http requires. */
export const inUrl = (text: string): string =>
  text.replaceAll(/[^!-~]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`).replaceAll('#', '%23')

export type Setting = {
  readonly server: Server
  readonly secrets: readonly string[]
  readonly lines: string[]
}

export async function start(options: Options): Promise<Setting> {
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

export const asAdmin = { Authorization: `Bearer ${ADMIN_TOKEN}` }

/** Sends a request with a valid token, unless `headers` has its own. */
export async function ask(
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

/** The text and the texts that result from undoing its escapes and encodings. */
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

export function secretsIn(text: string, secrets: readonly string[]): string[] {
  const readings = readingsOf(text)
  return secrets.filter((secret) =>
    readings.some((reading) => reading.includes(secret.toLowerCase())),
  )
}

/** Everything that the mock shows about requests: pairs of a name and a text, no text twice. */
export async function tellings(
  server: Server,
  lines: readonly string[],
): Promise<[string, string][]> {
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

/** An encoding, and the index of the secret to encode. */
export type Writing = readonly [encode: (text: string) => string, secret: number]

/** Defines tests that send a round of encoded secrets and then read everything the mock shows. */
export function describeTellings(
  roundsAt: (place: number) => readonly (readonly Writing[])[],
): void {
  describe.each(settings)('a mock %s', (_what, options) => {
    let mock: Setting
    beforeAll(async () => {
      mock = await start(options)
    })
    afterAll(() => mock.server.close())

    test.each(numbered)('shows no secret that came in the %s', async (_place, toRequest, index) => {
      const { server, secrets, lines } = mock
      for (const round of roundsAt(index)) {
        lines.length = 0
        await ask(server, { path: '/__admin/requests', method: 'DELETE', headers: asAdmin })
        for (const [encode, secret] of round)
          await ask(server, toRequest(encode(secrets[secret] ?? ''))).catch(allowRefusal)
        const told = await tellings(server, lines)
        expect(told.length).toBeGreaterThan(12)
        expect(
          told.flatMap(([what, text]) =>
            secretsIn(text, secrets).map((each) => `${what} tells ${each}: ${text.slice(0, 200)}`),
          ),
        ).toEqual([])
      }
    })
  })
}

const settings: readonly [string, Options][] = [
  ['at first', {}],
  [
    'with queries in links, redirects and proxies',
    { urls: 'withQueryString', jsonErrors: 'negotiated', trustProxies: true },
  ],
]

const numbered = Object.entries(places).map(
  ([place, toRequest], index): [string, (text: string) => Sent, number] => [
    place,
    toRequest,
    index,
  ],
)

/** Ignores two errors: node:http refuses some headers, and the mock closes some connections. */
function allowRefusal(error: unknown): void {
  if (!(error instanceof Error && 'code' in error)) throw error
}
