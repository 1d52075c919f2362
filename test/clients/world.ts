// Worlds in which clients run: they have a number of rows, changes and faults.

import { setTimeout } from 'node:timers/promises'
import { createMock } from '../../src/client/mock.ts'
import type { Options } from '../../src/config.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import type { EditionName } from '../../src/editions.ts'
import type { PartialConversation, Mock, MockUser } from '../../src/index.ts'
import { startServer } from '../../src/server/server.ts'
import { atFileEnd } from '../file-end.ts'
import type { Config, World } from './client.ts'
import { createSimulatedTime, type SimulatedTime } from './simulated-time.ts'

export const CUSTOMER_PHONE = '+12125550123'
export const SENDER_PHONE = '+18005550199'

/** The ids of assistants that rows are created with. */
export const assistantIds = [1, 2] as const

const assistants = assistantIds.map((id) => ({
  id,
  uuid: `0b0e7a5c-6f0e-4f3b-9a53-00000000000${id}`,
  name: `Assistant ${id}`,
}))

/**
 * New rows. Every third comes by WhatsApp and has the same customer; the others come from a widget.
 */
export const arrivals = (count: number): PartialConversation[] =>
  Array.from({ length: count }, (_, index) =>
    index % 3 === 0
      ? {
          type: 'whatsapp',
          assistant_id: 1,
          customer_phone: CUSTOMER_PHONE,
          whatsapp_sender_phone: SENDER_PHONE,
        }
      : { type: 'widget', assistant_id: 1 + (index % 2) },
  )

const JANUARY = Date.UTC(2025, 0, 1)
const FIVE_HOURS_MS = 5 * 3600 * 1000

const timeOf = (index: number): string =>
  new Date(JANUARY + index * FIVE_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ')

const datasetOf = (rows: number) => ({
  assistants,
  conversations: arrivals(rows).map((draft, index) =>
    Object.assign(draft, { created_at: timeOf(index) }),
  ),
})

/** Whether time is real, because the mock itself waits. Otherwise time is simulated. */
export const isInRealTime = ({ faults = [], traffic }: World): boolean =>
  traffic !== undefined || faults.some(({ effect }) => effect.type === 'delay')

const realTime: Pick<SimulatedTime, 'sleep' | 'during'> = {
  sleep: (milliseconds) => setTimeout(milliseconds),
  during: (work) => work(),
}

type Started = { readonly mock: Mock; readonly time?: SimulatedTime }

async function start(values: Options, time?: SimulatedTime): Promise<Started> {
  const settings = parseSettings([{ values: { port: 0, ...values }, nameOf: (name) => name }])
  const { url, adminToken, tokens, close } = await startServer(settings, time && { time })
  return { mock: createMock({ url, adminToken, tokens, stop: close }), ...(time && { time }) }
}

const startFor = (world: World): Promise<Started> =>
  start(
    {
      dataset: 'empty',
      ...(world.rateLimit !== undefined && { rateLimit: world.rateLimit }),
    },
    isInRealTime(world) ? undefined : createSimulatedTime(),
  )

/** Mocks that no run uses at the moment. A start takes longer than most runs. */
const idle: Started[] = []

/**
 * Whether the next run can use the mock of this one. In real time a request that its client gave up
 * may still be on its way.
 */
const isReusable = (world: World): boolean => !isInRealTime(world) && world.rateLimit === undefined

async function take(world: World): Promise<Started> {
  const started = isReusable(world) ? idle.pop() : undefined
  return started ?? startFor(world)
}

async function giveBack(world: World, started: Started, users: readonly MockUser[]): Promise<void> {
  const { mock } = started
  if (!isReusable(world)) return mock.close()
  await Promise.all(users.map(async (user) => user.delete()))
  await mock.requests.clear()
  if (idle.length === 0) atFileEnd(closeIdle)
  idle.push(started)
}

async function closeIdle(): Promise<void> {
  await Promise.all(idle.splice(0).map(async ({ mock }) => mock.close()))
}

/** Opens a mock with the rows, faults and changes of a world. No other run uses it meanwhile. */
export async function openWorld(
  world: World,
  edition: EditionName,
  { hasTwoAccounts = false } = {},
) {
  const { rows = 40, perPage = 10, filters = {}, faults = [] } = world
  const started = await take(world)
  const { mock, time } = started
  const createUser = (): Promise<MockUser> =>
    mock.createUser({ editions: [edition], dataset: datasetOf(rows) })
  const user = await createUser()
  const other = hasTwoAccounts ? await createUser() : undefined
  for (const fault of faults) await user.faults.arm(fault)
  if (world.script) await user.script.run(world.script)
  if (world.traffic) await user.traffic.start(world.traffic)
  const config: Config = {
    url: mock.url,
    token: user.token(),
    otherToken: other?.token() ?? '',
    perPage,
    filters,
    ...(time ?? realTime),
  }
  return {
    mock,
    user,
    config,
    [Symbol.asyncDispose]: () => giveBack(world, started, other ? [user, other] : [user]),
  }
}
