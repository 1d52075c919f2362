// Worlds in which clients run: they have a number of rows, changes and faults.

import { setTimeout as sleep } from 'node:timers/promises'
import { createMock } from '../../src/client/mock.ts'
import type { Options } from '../../src/config.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import type { EditionName } from '../../src/editions.ts'
import type { PartialConversation, Mock, MockUser } from '../../src/index.ts'
import { startServer } from '../../src/server/server.ts'
import type { Place, World } from './client.ts'
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
  sleep: (milliseconds) => sleep(milliseconds),
  during: (work) => work(),
}

async function start(values: Options, time: SimulatedTime | undefined): Promise<Mock> {
  const settings = parseSettings([{ values: { port: 0, ...values }, nameOf: (name) => name }])
  const { url, adminToken, tokens, close } = await startServer(settings, time && { time })
  return createMock({ url, adminToken, tokens, stop: close })
}

/**
 * Starts a mock for one run. One process shares connections by origin, and real clients do not
 * share them.
 */
export async function openWorld(world: World, edition: EditionName) {
  const { rows = 40, perPage = 10, filters = {}, faults = [], rateLimit } = world
  const time = isInRealTime(world) ? undefined : createSimulatedTime()
  const mock = await start(
    { dataset: 'empty', ...(rateLimit !== undefined && { rateLimit }) },
    time,
  )
  const createUser = (): Promise<MockUser> =>
    mock.createUser({ editions: [edition], dataset: datasetOf(rows) })
  const [user, other] = await Promise.all([createUser(), createUser()])
  for (const fault of faults) await user.faults.arm(fault)
  if (world.script) await user.script.run(world.script)
  if (world.traffic) await user.traffic.start(world.traffic)
  const place: Place = {
    url: mock.url,
    token: user.token(),
    otherToken: other.token(),
    perPage,
    filters,
    ...(time ?? realTime),
  }
  return { mock, user, place, [Symbol.asyncDispose]: () => mock.close() }
}
