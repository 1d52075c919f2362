// Counts the mistakes of the corpus that the judge finds, in all worlds in which they show.

import type { EditionName } from '../../src/editions.ts'
import type { RuleId } from '../../src/rule-ids.ts'
import type { Client, FaultyClient, Mistake } from './client.ts'
import { cursorLoop } from './correct/cursor-loop.ts'
import { pagesUntilLast } from './correct/pages-until-last.ts'
import { pagesUntilNoNext } from './correct/pages-until-no-next.ts'
import { parallelPages } from './correct/parallel-pages.ts'
import { prefetching } from './correct/prefetching.ts'
import { mistakes } from './corpus.ts'
import { runClients } from './run.ts'
import type { World } from './client.ts'
import { arrivals } from './world.ts'

type FaultyWorld = {
  readonly name: string
  /** Changes the world of a client; undefined when its mistake would then not show. */
  readonly change: (world: World, client: FaultyClient) => World | undefined
  /** Correct clients that run at the same time with the same token. */
  readonly beside?: 'over the same connections' | 'over their own connections'
}

/**
 * Whether several clients in the world do not disturb each other: none gets the faults of another,
 * and no row waits for the n-th request of one client.
 */
const isAlone = ({ faults = [], rateLimit, script }: World): boolean =>
  rateLimit === undefined &&
  script === undefined &&
  faults.every(({ match, times }) => match?.nth === undefined && times === undefined)

const moving: World['script'] = {
  times: 6,
  steps: [{ after: 1, insert: arrivals(1) }],
}

export const faultyWorlds: readonly FaultyWorld[] = [
  { name: 'its own', change: (world) => world },
  {
    name: 'answers take up to 30 ms',
    change: (world) =>
      world.rateLimit === undefined
        ? {
            ...world,
            faults: [
              ...(world.faults ?? []),
              { seed: 1, effect: { type: 'delay', distribution: 'uniform', min: 0, max: 30 } },
            ],
          }
        : undefined,
  },
  {
    name: 'rows come between the requests',
    change: (world, { isHiddenByNewRows = false }) =>
      world.script || world.traffic || isHiddenByNewRows ? undefined : { ...world, script: moving },
  },
  {
    name: 'beside two right clients, over the same connections',
    change: (world, { isHiddenBeside }) =>
      isAlone(world) && isHiddenBeside === undefined ? world : undefined,
    beside: 'over the same connections',
  },
  {
    name: 'beside two right clients, each over its own connections',
    change: (world, { isHiddenBeside }) =>
      isAlone(world) && isHiddenBeside?.connections !== 'any' ? world : undefined,
    beside: 'over their own connections',
  },
]

export type Measured = {
  readonly rule: RuleId
  readonly does: string
  readonly world: string
  readonly found: readonly string[]
  readonly messages: string
}

export type Figures = {
  readonly runs: number
  readonly missed: readonly Measured[]
  readonly misleading: readonly Measured[]
}

type Case = {
  readonly rule: RuleId
  readonly client: FaultyClient
  readonly kind: FaultyWorld
  readonly world: World
}

const casesOf = ({ rule, clients }: Mistake): Case[] =>
  clients.flatMap((client) =>
    faultyWorlds.flatMap((kind) => {
      const world = kind.change(client.world ?? {}, client)
      return world ? [{ rule, client, kind, world }] : []
    }),
  )

export async function measure(chosen: readonly Mistake[] = mistakes): Promise<Figures> {
  const cases = chosen.flatMap(casesOf)
  const measured: Measured[] = []
  const next = cases.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of next) measured.push(await runCase(one))
    }),
  )
  return {
    runs: measured.length,
    missed: measured.filter(({ rule, found }) => !found.includes(rule)),
    misleading: measured.filter(({ rule, found }) => found.some((other) => other !== rule)),
  }
}

const AT_ONCE = 6

async function runCase({ rule, client, kind, world }: Case): Promise<Measured> {
  const clients: readonly Client[] = [client, ...(kind.beside ? companions[client.edition] : [])]
  const { found, messages } = await runClients(clients, {
    world,
    edition: client.edition,
    hasOwnConnections: kind.beside === 'over their own connections',
  })
  const others = found.filter((other) => !client.noted?.some((one) => one === other))
  return { rule, does: client.does, world: kind.name, found: others, messages }
}

/** Two correct clients that walk through the same list. */
const companions: Readonly<Record<EditionName, readonly Client[]>> = {
  nicecall: [pagesUntilLast, parallelPages],
  aiployees: [pagesUntilLast, pagesUntilNoNext],
  autocalls: [cursorLoop, prefetching],
  combined: [parallelPages, cursorLoop],
}

export const formatFigures = ({ runs, missed, misleading }: Figures): string =>
  [
    `${runs} runs, ${runs - missed.length} found, ${misleading.length} with a misleading finding`,
    ...missed.map(
      ({ rule, does, world, messages }) => `MISSED ${rule} | ${does} | ${world} | ${messages}`,
    ),
    ...misleading.map(
      ({ rule, does, world, messages }) => `MISLEADING ${rule} | ${does} | ${world} | ${messages}`,
    ),
  ].join('\n')
