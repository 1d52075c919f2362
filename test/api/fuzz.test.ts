// Sends thousands of hostile requests, the same in every run. Laravel could give each answer.

import { expect, test } from 'vitest'
import { createEmulation, type Emulation } from '../../src/api/emulation.ts'
import { openExchange, type ReceivedRequest } from '../../src/exchange/exchange.ts'
import type { Answer } from '../../src/laravel/http.ts'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { LIST_PATH } from '../../src/editions.ts'
import type { Switches } from '../../src/config.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { editions } from '../../src/editions.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import { createSeed } from '../../src/seed/seed.ts'
import { createInvention } from '../../src/seed/invention.ts'
import { createReplies } from '../../src/replies/replies.ts'
import { openStore } from '../../src/store/open-store.ts'

const REQUESTS = 3000
const NOW = 1_737_815_400

test.each([
  { name: 'its defaults', options: {}, kinds: [200, 204, 400, 401, 404, 405, 413, 422, 500] },
  {
    name: 'pages for errors, a limit and proxies',
    options: {
      jsonErrors: 'negotiated',
      rateLimit: 60,
      urls: 'withQueryString',
      trustProxies: true,
      publicUrl: 'brand',
    },
    kinds: [200, 204, 302, 400, 401, 404, 405, 413, 422, 429, 500],
  },
  {
    name: 'another order, version and origin',
    options: {
      order: 'created_at',
      laravel: 13,
      cursorKeys: 5,
      urls: 'withQueryString',
      publicUrl: 'https://mock.example/a/',
    },
    kinds: [200, 204, 400, 401, 404, 405, 413, 422, 500],
  },
])('answers hostile requests as Laravel could, with $name', async ({ options, kinds }) => {
  const { emulation, now, reported, close } = await createFuzzed(
    parseSettings([{ values: options, nameOf: (name) => name }]),
  )
  const random = createRandom(1)
  const exchanges = Array.from({ length: REQUESTS }, () =>
    answerTo(emulation, drawRequest(random), now()),
  )
  close()
  expect(exchanges.filter(({ faults }) => faults.length > 0).slice(0, 3)).toEqual([])
  expect(reported).toEqual([])
  expect(
    [...new Set(exchanges.map(({ answer }) => answer.status))].toSorted((a, b) => a - b),
  ).toEqual(kinds)
})

const loadOddTexts = createSeed({ dataset: 'unicode', seed: 1 }).load

/**
 * An emulation over the fixture `unicode`, and the errors that it reports. Its clock moves on each
 * time that it is read.
 */
async function createFuzzed(switches: Switches) {
  const reported: unknown[] = []
  const store = await openStore({
    file: undefined,
    order: switches.order,
    render: renderConversation,
    seed: loadOddTexts,
    ...createInvention(1),
  })
  let time = NOW
  const now = (): number => (time += 0.25)
  const emulation = createEmulation({
    store,
    switches,
    now,
    report: (error) => reported.push(error),
    maxBodies: 1_000_000,
    reply: createReplies({ store }).answer,
  })
  return { emulation, now, reported, close: store.close }
}

function answerTo(
  emulation: Emulation,
  request: ReceivedRequest,
  time: number,
): { request: ReceivedRequest; answer: Answer; faults: string[] } {
  const exchange = openExchange(request, {
    startedAt: 0,
    isFromDashboard: false,
    preferences: undefined,
    edition: 'combined',
  })
  exchange.time = time
  exchange.token = emulation.findToken(request.headers)
  exchange.edition = exchange.token?.edition ?? 'combined'
  const answer = emulation.answer(exchange)
  return { request, answer, faults: faultsOf(answer) }
}

/** Everything that is wrong with an answer, in words. */
function faultsOf({ status, headers, body }: Answer): string[] {
  const faults: string[] = []
  const isJson = headers['Content-Type'] === 'application/json'
  if (Object.values(headers).some((value) => /[^\t\x20-\x7e\x80-\xff]/.test(value)))
    faults.push('a header that cannot be sent')
  if (/[^\x00-\xff]/.test(body)) faults.push('a body that is not bytes')
  if (status === 200 && !isJson && !('Allow' in headers)) faults.push('a list that is not JSON')
  if (isJson && /[^\n\x20-\x7f]/.test(body)) faults.push('JSON that is not ASCII')
  if (isJson && !hasShape(status, body)) faults.push('JSON of a wrong shape')
  return faults
}

function hasShape(status: number, body: string): boolean {
  try {
    const json: unknown = JSON.parse(body)
    if (typeof json !== 'object' || json === null) return false
    return status === 200
      ? 'data' in json && Array.isArray(json.data)
      : 'message' in json && 'errors' in json === (status === 422)
  } catch {
    return false
  }
}

const words = (text: string): string[] => text.trim().split(/\s+/)

const keys = words(
  'nicecall-demo-key aiployees-demo-key autocalls-demo-key combined-demo-key 4|combined-demo-key',
)
const parameters = [...editions.combined.parameters, '_method', 'foo', 'password', '0', '']
const paths = [
  '',
  '*',
  `${LIST_PATH}/`,
  ...words(
    String.raw`/api/user/conversation%73 /api//user/conversations /api/%ff /%00 / /api /nope/"\ /api/% /x?y`,
  ),
  '/api/\u00ff',
]
const methods = words('HEAD POST POST POST PUT OPTIONS OPTIONS DELETE TRACE M-SEARCH')

const texts = [
  '',
  '9'.repeat(300),
  '0'.repeat(300),
  'x'.repeat(300),
  '%F0%9F%99%82'.repeat(256),
  '\u00ff\u00fe',
  '\u00c3\u00a9',
  ...words(`0 1 2 15 100 101 -1 +5 %2B5 05 1.5 .5 1e1 1e1000 1e1001 -1e-1001 -0 9223372036854775807 9223372036854775808 NaN Infinity null true
    undefined test widget whatsapp api Api {"a":1} [] 2025-01-24 2025-01-25 2025-02-30 0000-00-00 9999-12-31 2025-1-1 today now tomorrow z 2020
    last+monday +1+week %40-99999999999999 99999999999999+years 2025-01-24+10:00 %00 a%00b %20%C2%A0x%E2%80%8B %zz % %ff %ed%a0%80 %c3 %u0041
    %22%27%3Cscript%3E ..%2F..%2F 1'%20OR%201=1-- %0D%0AX:%201 %E2%80%AE %EF%BB%BF1`),
]

const scalars =
  words(String.raw`null true false 0 1 -0 -0.0 7 1.5 1e17 1e400 -1e-400 9223372036854775807 9223372036854775808 -9223372036854775809
  "" "0" "x" "2025-01-25T10:15:00" "🙂" "\ud800" "\u0000" "é" { " 01 nul ${'['.repeat(600)}`)

const headerTexts: Record<string, string[]> = {
  accept: [
    '',
    '\u00ff',
    'text/html;q=0.1, application/json;q=0.2',
    'a/b,'.repeat(300),
    ...words('application/json */* text/html " ;;;,,, application/json;q="'),
  ],
  'content-type': [
    '',
    ...words(
      'application/json application/json application/x-www-form-urlencoded text/plain multipart/form-data +json',
    ),
  ],
  referer: [
    '',
    '\u00ff',
    'not a url',
    `/${'x'.repeat(3000)}`,
    ...words('/ http://a/b //a javascript:x ?x # <script>'),
  ],
  host: [
    '',
    'a b',
    '\u00e9.example',
    `${'a'.repeat(500)}.example`,
    ...words('app.example:8080 [::1]:80 EXAMPLE.com: a:b x/y " *'),
  ],
  authorization: [
    '',
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    'bearer 5|x',
    'Basic eA==',
    'Bearer 4|',
    `Bearer ${'9'.repeat(400)}|x`,
    'Bearer \u00ff',
  ],
  'x-requested-with': ['XMLHttpRequest'],
  'x-pjax': words('true 0'),
  'x-http-method-override': ['', 'G T', '\u00ff', ...words('GET GET head PATCH')],
  'access-control-request-method': words('GET put x'),
  'access-control-request-headers': ['', '\u00ff', 'X-One, *'],
  'x-forwarded-proto': words('https http,https on \u00ff'),
  'x-forwarded-host': ['', ',', 'a b', ...words('a.example b.example:81,c [::1]')],
  'x-forwarded-port': words('443 81 abc -1 99999999999999999999'),
  'x-forwarded-prefix': words('/p/ / , \u00ff'),
}

function drawRequest(random: Random): ReceivedRequest {
  const query = drawQuery(random)
  const path = random.chance(92) ? LIST_PATH : random.pick(paths)
  return {
    method: random.chance(85) ? 'GET' : random.pick(methods),
    target: `${random.chance(2) ? 'http://h:1' : ''}${path}${query === '' ? '' : `?${query}`}`,
    headers: drawHeaders(random),
    body: random.chance(75) ? '' : random.chance(3) ? undefined : drawBody(random),
  }
}

function drawHeaders(random: Random): ReceivedRequest['headers'] {
  const headers: ReceivedRequest['headers'] = {
    host: 'localhost',
    authorization: `Bearer ${random.pick(keys)}`,
  }
  for (const [name, values] of Object.entries(headerTexts))
    if (random.chance(12)) headers[name] = random.pick(values)
  return headers
}

function drawQuery(random: Random): string {
  if (random.chance(1)) return 'a=1&'.repeat(1001)
  const pairs = Array.from(
    { length: random.below(5) },
    () => `${drawName(random)}${random.chance(92) ? `=${drawText(random)}` : ''}`,
  )
  return pairs.join(random.pick(['&', '&', '&&', ';']))
}

function drawName(random: Random): string {
  const name = random.pick(parameters)
  if (random.chance(80)) return name
  const shapes = words(
    `${name}[] ${name}[a][b] ${name}[ ${name}] [${name}] +${name} %20${name} ${name}%00x ${name}[%00] %ff${name} ${name}%zz ${name.toUpperCase()}`,
  )
  return random.pick([...shapes, `${name}${'[]'.repeat(70)}`, name.replace('_', '.')])
}

function drawText(random: Random): string {
  if (random.chance(25)) return drawCursor(random)
  if (random.chance(10))
    return Array.from(
      { length: random.below(20) },
      () => `%${random.below(256).toString(16).padStart(2, '0')}`,
    ).join('')
  return random.pick(texts)
}

/** Base64 of JSON that often looks like a cursor. Some are cut off or in the other alphabet. */
function drawCursor(random: Random): string {
  const likely = `{"id":${drawJson(random, 2)},"created_at":${drawJson(random, 2)},"_pointsToNextItems":${drawJson(random, 1)}}`
  const json = Buffer.from(
    random.chance(70) ? likely : drawJson(random, 3),
    random.chance(90) ? 'utf8' : 'latin1',
  )
  const cursor = json.toString(random.chance(80) ? 'base64url' : 'base64')
  return random.chance(90) ? cursor : cursor.slice(0, random.below(cursor.length + 1))
}

function drawJson(random: Random, depth: number): string {
  const items =
    depth === 0 ? [] : Array.from({ length: random.below(4) }, () => drawJson(random, depth - 1))
  if (depth > 0 && random.chance(15)) return `[${items.join()}]`
  if (depth > 0 && random.chance(15))
    return `{${items.map((item) => `${JSON.stringify(drawKey(random))}:${item}`).join()}}`
  return random.pick(scalars)
}

const drawKey = (random: Random): string =>
  random.pick([...parameters, 'id', '__proto__', 'constructor', '_pointsToNextItems', '\0'])

function drawBody(random: Random): string {
  if (random.chance(30)) return drawQuery(random)
  if (random.chance(20))
    return Array.from({ length: random.below(50) }, () =>
      String.fromCharCode(random.below(256)),
    ).join('')
  const likely = `{"${random.pick(parameters)}":${drawJson(random, 3)},"${random.pick(parameters)}":${drawJson(random, 1)}}`
  return Buffer.from(random.chance(50) ? likely : drawJson(random, 4)).toString('latin1')
}
