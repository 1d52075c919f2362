// Rounds in which every series has its turn, so that what slows the machine down for a while slows all of them.

import type { Series } from './catalogue.ts'
import type { LoadGenerator } from './load-generator.ts'
import type { Measured } from './load-messages.ts'
import { tokens } from './mock.ts'
import { findTicks } from './process-use.ts'
import type { Server, ServerName } from './servers.ts'
import { streams } from './streams.ts'

export const CONNECTIONS = 16
const WARM_UP_SECONDS = 1
/** Before each measurement, because a process that had nothing to do for a while starts slowly. */
const LEAD_SECONDS = 0.25

export type RoundsOptions = {
  readonly servers: Record<ServerName, Server>
  readonly generator: LoadGenerator
  readonly rounds: number
  readonly seconds: number
  /** Called before each round; round 0 warms up. */
  readonly onRound: (round: number) => void
}

/** `ticks`: processor time that the server spent on a request, NaN where the machine does not tell. */
export type Measurement = Measured & { readonly ticks: number }

/** The measurements of each series, one a round. */
export type Measurements = ReadonlyMap<string, readonly Measurement[]>

export const keyOf = ({ server, stream }: Series): string => `${server} ${stream}`

export async function measureRounds(
  allSeries: readonly Series[],
  options: RoundsOptions,
): Promise<Measurements> {
  const { servers, generator, rounds, seconds, onRound } = options
  const distinct = new Map(allSeries.map((series) => [keyOf(series), series]))
  const sent = new Map<string, number>()
  const measurements = new Map(
    [...distinct.keys()].map((key): [string, Measurement[]] => [key, []]),
  )

  async function drive({ server, stream }: Series, duration: number): Promise<Measurement> {
    const { pid, port, extent } = servers[server]
    const key = keyOf({ server, stream })
    const from = sent.get(key) ?? 0
    const token = tokens[streams[stream].token]
    const before = findTicks(pid) ?? NaN
    const measured = await generator.measure({
      port,
      token,
      stream,
      extent,
      from,
      seconds: duration,
      connections: CONNECTIONS,
    })
    sent.set(key, from + measured.sent)
    return { ...measured, ticks: ((findTicks(pid) ?? NaN) - before) / measured.sent }
  }

  onRound(0)
  for (const series of evenly([...distinct.values()])) await drive(series, WARM_UP_SECONDS)
  for (let round = 1; round <= rounds; round++) {
    onRound(round)
    const order = round % 2 === 1 ? [...distinct] : [...distinct].toReversed()
    for (const [key, series] of order) {
      await drive(series, LEAD_SECONDS)
      measurements.get(key)?.push(await drive(series, seconds))
    }
  }
  return measurements
}

/** All mocks that lists are read from warm up on the same streams: what a process met before decides how well V8 compiled it. */
function evenly(series: readonly Series[]): Series[] {
  const onMocks = series.filter(isOnMock)
  const servers = new Set(onMocks.map(({ server }) => server))
  const shared = new Set(onMocks.map(({ stream }) => stream))
  const warmUps = [...servers].flatMap((server) =>
    [...shared].map((stream) => ({ server, stream })),
  )
  return [...series.filter((one) => !isOnMock(one)), ...warmUps]
}

const mocks: ReadonlySet<ServerName> = new Set(['large', 'small', 'unjournaled', 'unjudged'])

const isOnMock = ({ server }: Series): boolean => mocks.has(server)
