// Measures the large store, and all servers under load.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Build, ownBuild } from './build-state.ts'
import { type Comparison, comparisons, figure } from './catalogue.ts'
import { openLoadGenerator } from './load-generator.ts'
import { note } from './note.ts'
import type { Options } from './options.ts'
import { findMemory } from './process-use.ts'
import { measureRounds, type Measurements } from './rounds.ts'
import type { Sandbox } from './sandbox.ts'
import {
  isMock,
  seedLarge,
  type Server,
  type Series,
  type ServerName,
  type Servers,
  serverKeyOf,
  startMock,
  startMocks,
  startReferences,
} from './servers.ts'
import type { Finding } from './finding.ts'

const SETTLE_MS = 1000

export type LoadFigures = {
  /** The values of each build, in the order of the given builds. */
  readonly findings: readonly Finding[][]
  readonly measurements: Measurements
}

/** The comparisons that the options select. */
export const wantedOf = ({ only }: Options): Comparison[] =>
  comparisons.filter(({ name }) => only.includes(name))

/** The same series for the other build. A reference has no other build, so its series stays. */
export const otherOf = (series: Series): Series =>
  isMock(series.server) ? { ...series, isOther: true } : series

/**
 * Measures under load. The first of `builds` is this clone. Without a measurement that needs the
 * large store, the result is empty.
 */
export async function measureLoad(
  sandbox: Sandbox,
  builds: readonly Build[],
  options: Options,
): Promise<LoadFigures> {
  const { only, rows, rounds, seconds } = options
  const findings: Finding[][] = builds.map(() => [])
  const loads = only.includes('loaded') ? comparisons : wantedOf(options)
  const wantsStore = ['seeding', 'idle', 'loaded'].some((name) => only.includes(name))
  if (!wantsStore && loads.length === 0) return { findings, measurements: new Map() }

  const names = new Set(loads.flatMap(({ series, reference }) => [series.server, reference.server]))
  const larges: Server[] = []
  for (const [index, build] of builds.entries()) {
    note('seeding the large store')
    const seedSeconds = await seedLarge(sandbox, { build, rows, names })
    const large = await startMock(sandbox, { build, rows, mock: 'large' })
    await sleep(SETTLE_MS)
    larges.push(large)
    if (only.includes('seeding')) findings[index]?.push(figure('seeding', rows / seedSeconds))
    if (only.includes('idle')) findings[index]?.push(figure('idle', findMemory(large.pid)))
  }
  if (loads.length === 0) return { findings, measurements: new Map() }

  const servers = await startAll(sandbox, { builds, larges, rows, names })
  const measurements = await measureRounds(seriesOf(loads, builds.length > 1), {
    servers,
    generator: openLoadGenerator(sandbox),
    rounds,
    seconds,
    onRound: (round) => note(round === 0 ? 'warming up' : `round ${round} of ${rounds}`),
  })
  if (only.includes('loaded'))
    for (const [index, { pid }] of larges.entries())
      findings[index]?.push(figure('loaded', findMemory(pid)))
  return { findings, measurements }
}

/** The two builds of a series follow one another. */
function seriesOf(loads: readonly Comparison[], hasOther: boolean): Series[] {
  return loads.flatMap(({ series, reference }) =>
    [series, reference].flatMap((one) => (hasOther ? [one, otherOf(one)] : [one])),
  )
}

type AllOptions = {
  readonly builds: readonly Build[]
  readonly larges: readonly Server[]
  readonly rows: number
  readonly names: ReadonlySet<ServerName>
}

async function startAll(
  sandbox: Sandbox,
  { builds, larges, rows, names }: AllOptions,
): Promise<Servers> {
  const servers = new Map<string, Server>()
  for (const [index, build] of builds.entries()) {
    const large = larges[index]
    if (!large) continue
    const started = await startMocks(sandbox, { build, rows, names })
    const mocks = [['large', large], ...started] as const
    for (const [server, running] of mocks)
      servers.set(serverKeyOf({ server, isOther: build !== ownBuild }), running)
  }
  for (const [name, running] of await startReferences(sandbox, { names, mocks: servers }))
    servers.set(name, running)
  return servers
}
