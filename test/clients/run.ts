// Runs clients that begin at once with one token, and asks the judge about them.

import type { EditionName } from '../../src/editions.ts'
import type { Client } from './client.ts'
import type { World } from './client.ts'
import { openWorld } from './world.ts'

export type Run = {
  readonly edition: EditionName
  /** The ids that each client has collected. */
  readonly collected: readonly (readonly string[])[]
  /** All ids that clients could collect. */
  readonly ids: readonly string[]
  readonly perPage: number
  readonly found: readonly string[]
  /** The rules whose findings are more than notes. */
  readonly loud: readonly string[]
  /** The findings in words. */
  readonly messages: string
}

export type RunOptions = {
  readonly world: World
  readonly edition: EditionName
  /** Whether each client has connections that no other one uses, as processes have. */
  readonly hasOwnConnections?: boolean
}

export async function runClients(
  clients: readonly Client[],
  { world, edition, hasOwnConnections = false }: RunOptions,
): Promise<Run> {
  const hasTwoAccounts = clients.some((client) => client.hasTwoAccounts)
  await using opened = await openWorld(world, edition, { hasTwoAccounts })
  const { mock, user, config } = opened
  const before = await user.conversations.list({ ...world.filters, limit: 1000 })
  // Clients of different runs never share a connection.
  const shared = createAgent()
  const agents = clients.map(() => (hasOwnConnections ? createAgent() : shared))
  const collected = await Promise.all(
    clients.map((client, index) => client.run({ ...config, dispatcher: agents[index] ?? shared })),
  )
  await Promise.all([shared, ...agents].map((agent) => agent.close()))
  // The findings of the whole mock, because requests without a valid token belong to no user.
  const findings = await mock.findings()
  return {
    edition,
    collected: collected.map((rows) => rows.map(({ id }) => id)),
    ids: before.map(({ uuid }) => uuid),
    perPage: config.perPage,
    found: [...new Set(findings.map(({ rule }) => rule))],
    loud: findings.filter(({ severity }) => severity !== 'note').map(({ rule }) => rule),
    messages: findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n'),
  }
}

type Agent = NonNullable<RequestInit['dispatcher']>

/** Creates an agent by the class of fetch()'s own agent, because Node.js does not export it. */
function createAgent(): Agent {
  const shared: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'))
  if (typeof shared !== 'object' || shared === null) throw new Error('fetch() has no dispatcher')
  return Reflect.construct(shared.constructor, [])
}

/** The findings of a run that are more than the notes that its clients may have. */
export const surprises = ({ found, loud }: Run, clients: readonly Client[]): string[] => [
  ...found.filter((rule) => !clients.some(({ noted = [] }) => noted.some((one) => one === rule))),
  ...loud,
]
