// Hostile bodies by the thousand for every route, the same in every run.

import { expect, test } from 'vitest'
import * as z from 'zod'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { createEmulation } from '../../src/api/emulation.ts'
import { createRoutes } from '../../src/api/routes.ts'
import { openExchange, type Received } from '../../src/exchange.ts'
import type { Answer } from '../../src/laravel/http.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { createRandom, type Random } from '../../src/random/random.ts'
import { createReplies } from '../../src/replies/replies.ts'
import { createInvention } from '../../src/seed/invention.ts'
import { createSeed } from '../../src/seed/seed.ts'
import { openStore } from '../../src/store/open-store.ts'

const REQUESTS = 3000

const Assistants = z.object({
  data: z.tuple([z.object({ id: z.int(), uuid: z.string() })], z.unknown()),
})
const Created = z.object({ conversation_id: z.string() })

test('answers hostile bodies on every route as Laravel could', async () => {
  const { answer, routes, known, reported, close } = await createFuzzed()
  const random = createRandom(2)
  const answered = new Map<string, Set<number>>()
  const faults: unknown[] = []
  for (let count = 0; count < REQUESTS; count++) {
    const route = random.pick(routes)
    const request = drawRequest(random, route, known)
    const given = answer(request)
    const statuses = answered.get(route.name) ?? new Set()
    answered.set(route.name, statuses.add(given.status))
    const fault = faultOf(given)
    if (fault !== undefined) faults.push({ fault, request, given })
  }
  close()
  expect(faults.slice(0, 3)).toEqual([])
  expect(reported).toEqual([])
  expect([...answered.keys()].toSorted()).toEqual([
    ...new Set(routes.map(({ name }) => name).toSorted()),
  ])
  // Requests that reach no handler would prove nothing.
  expect([...answered].filter(([, statuses]) => !statuses.has(200))).toEqual([])
})

type Route = { readonly method: string; readonly path: string; readonly name: string }

const unused = (): never => {
  throw new Error('only the table of routes is read')
}

async function createFuzzed() {
  const reported: unknown[] = []
  const switches = parseSettings([{ values: {}, nameOf: (name) => name }])
  const store = await openStore({
    file: undefined,
    order: switches.order,
    render: renderConversation,
    seed: createSeed({ dataset: 'unicode', seed: 1 }).load,
    ...createInvention(1),
  })
  // Time passes quickly: generated replies are limited to five in a minute.
  let time = 1_737_815_400
  const now = (): number => (time += 15)
  const reply = createReplies({ store }).answer
  const emulation = createEmulation({
    store,
    switches,
    now,
    report: (error) => reported.push(error),
    maxBodies: 1_000_000,
    reply,
  })
  const answer = (request: Received): Answer => {
    const exchange = openExchange(request, {
      startedAt: 0,
      isFromDashboard: false,
      preferences: undefined,
      edition: 'combined',
    })
    exchange.time = now()
    exchange.token = emulation.identify(request.headers)
    exchange.edition = exchange.token?.edition ?? 'combined'
    return emulation.answer(exchange)
  }
  const routes = createRoutes({ store, switches, now, reply, urlOf: unused }, unused)
  const call = (method: string, target: string, body: object): unknown => {
    const { body: text } = answer({
      method,
      target,
      headers: {
        host: 'localhost',
        authorization: 'Bearer combined-demo-key',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
    return JSON.parse(text)
  }
  const [assistant] = Assistants.parse(call('GET', '/api/user/assistants/get', {})).data
  const created = call('POST', '/api/conversations', { assistant_id: assistant.uuid })
  const known: Known = {
    assistant: assistant.uuid,
    assistantId: assistant.id,
    conversation: Created.parse(created).conversation_id,
  }
  return { answer, routes, known, reported, close: store.close }
}

/** The assistant and the conversation that a request may name. */
type Known = { readonly assistant: string; readonly assistantId: number; conversation: string }

function faultOf({ status, headers, body }: Answer): string | undefined {
  if (![200, 400, 401, 402, 404, 405, 413, 422, 429, 500].includes(status)) return 'an odd status'
  if (/[^\x00-\xff]/.test(body)) return 'a body that is not bytes'
  if (headers['Content-Type'] !== 'application/json') return undefined
  try {
    JSON.parse(body)
    return undefined
  } catch {
    return 'JSON that cannot be read'
  }
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'multipart/form-data',
  'text/plain',
  '\u00ff',
  '',
]

function drawRequest(random: Random, { method, path }: Route, known: Known): Received {
  const uuid = random.chance(80) ? known.conversation : random.pick(['x', '%00', '%ff', '%2F'])
  const type = random.chance(10) ? undefined : random.pick(types)
  return {
    method: random.chance(95) ? method : random.pick(['PUT', 'HEAD', 'DELETE', 'OPTIONS']),
    target: path.replace('{uuid}', uuid) + (random.chance(10) ? '?message=q&_method=' : ''),
    headers: {
      host: 'localhost',
      accept: random.pick(['application/json', '*/*', 'text/html']),
      ...(random.chance(90) && { authorization: 'Bearer combined-demo-key' }),
      ...(type !== undefined && { 'content-type': type }),
    },
    body: random.chance(2) ? undefined : drawBody(random, type ?? '', known),
  }
}

function drawBody(random: Random, type: string, known: Known): string {
  if (random.chance(10)) return drawBytes(random, 200)
  if (random.chance(5)) return ''
  const fields = drawFields(random, known)
  const text = random.chance(80) ? encode(fields, type) : encode(fields, random.pick(types))
  return random.chance(85) ? text : text.slice(0, random.below(text.length + 1))
}

const drawBytes = (random: Random, most: number): string =>
  Array.from({ length: random.below(most) }, () => String.fromCharCode(random.below(256))).join('')

function drawFields(random: Random, known: Known): [string, unknown][] {
  const likely: [string, unknown][] = [
    ['message', 'Hello'],
    ['assistant_id', random.chance(50) ? known.assistant : known.assistantId],
    ['customer_identifier', 'c'],
    ['variables', { name: 'Ada' }],
    ['type', random.pick(['widget', 'test'])],
    ['webhook_url', 'https://a.example/hook'],
  ]
  return likely.flatMap(([name, value]): [string, unknown][] => {
    if (random.chance(8)) return []
    return [[random.chance(95) ? name : drawName(random), drawValue(random, value)]]
  })
}

const drawName = (random: Random): string =>
  random.pick(['_method', '__proto__', 'constructor', '', '0', 'a.b', 'message[]', 'x[', '\0'])

function drawValue(random: Random, likely: unknown): unknown {
  if (random.chance(85)) return likely
  return random.pick<unknown>([
    null,
    true,
    0,
    -0,
    1.5,
    1e300,
    9_007_199_254_740_992,
    '',
    ' \u200b',
    '\ud800',
    '\0',
    '\u{1f642}'.repeat(2001),
    'x'.repeat(70_000),
    [],
    [[[[]]]],
    {},
    { __proto__: null, '': { 0: [null] } },
  ])
}

function encode(fields: [string, unknown][], type: string): string {
  if (type.startsWith('multipart')) {
    const parts = fields.map(
      ([name, value]) =>
        `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${toField(value)}\r\n`,
    )
    return bytes(`${parts.join('')}--b--\r\n`)
  }
  if (type.includes('urlencoded'))
    return fields.map(([name, value]) => `${escape(name)}=${escape(toField(value))}`).join('&')
  return bytes(JSON.stringify(Object.fromEntries(fields)))
}

const bytes = (text: string): string => Buffer.from(text).toString('latin1')

const escape = (text: string): string => encodeURIComponent(text.toWellFormed())

const toField = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
