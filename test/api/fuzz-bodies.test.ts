// Sends thousands of hostile bodies to every route, the same in every run.

import { expect, test } from 'vitest'
import * as z from 'zod'
import { renderConversation } from '../../src/api/conversation-resource.ts'
import { createEmulation } from '../../src/api/emulation.ts'
import { createRoutes } from '../../src/api/routes.ts'
import { openExchange, type ReceivedRequest } from '../../src/exchange/exchange.ts'
import type { Answer } from '../../src/laravel/http.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { createRandom } from '../../src/random/random.ts'
import { createReplies } from '../../src/replies/replies.ts'
import { createInvention } from '../../src/seed/invention.ts'
import { createSeed } from '../../src/seed/seed.ts'
import { openStore } from '../../src/store/open-store.ts'
import { drawRequest, type Known } from './hostile-requests.ts'

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
  // Each route must answer 200 at least once: requests that reach no handler prove nothing.
  expect([...answered].filter(([, statuses]) => !statuses.has(200))).toEqual([])
})

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
  // The clock moves 15 s per read, because generated replies are limited to five in a minute.
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
  const answer = (request: ReceivedRequest): Answer => {
    const exchange = openExchange(request, {
      startedAt: 0,
      isFromDashboard: false,
      preferences: undefined,
      edition: 'combined',
    })
    exchange.time = now()
    exchange.token = emulation.findToken(request.headers)
    exchange.edition = exchange.token?.edition ?? 'combined'
    return emulation.answer(exchange)
  }
  const routes = createRoutes({ store, switches, now, reply, maxBodies: 0, urlOf: unused })
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
