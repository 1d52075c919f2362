// Rounds in which every series has its turn, so that what slows the machine down for a while slows all of them.

import type { Series } from './catalogue.ts'
import type { LoadGenerator } from './load-generator.ts'
import type { Measured } from './load-messages.ts'
import { tokens } from './mock.ts'
import { findMachineTime, findProcessorTime } from './process-use.ts'
import { isMock, serverKeyOf, type Servers } from './servers.ts'
import { type StreamName, streams } from './streams.ts'

export const CONNECTIONS = 16
const WARM_UP_SECONDS = 1
/** Before each measurement, because a process that had nothing to do for a while starts slowly. */
const LEAD_SECONDS = 0.25

export type RoundsOptions = {
  readonly servers: Servers
  readonly generator: LoadGenerator
  readonly rounds: number
  readonly seconds: number
  /** Called before each round; round 0 warms up. */
  readonly onRound: (round: number) => void
}

/** Both are NaN where the machine does not tell. */
export type Measurement = Measured & {
  /** Milliseconds of processor time that the server spent on a request. */
  readonly cpu: number
  /** How much of a core other programs used meanwhile. */
  readonly others: number
}

/** The measurements of each series, one a round. */
export type Measurements = ReadonlyMap<string, readonly Measurement[]>

export const keyOf = (series: Series): string => `${serverKeyOf(series)} ${series.stream}`

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

  async function drive(series: Series, duration: number): Promise<Measurement> {
    const server = servers.get(serverKeyOf(series))
    if (!server) throw new Error(`the server "${serverKeyOf(series)}" was not started`)
    const { pid, port, extent } = server
    const key = keyOf(series)
    const from = sent.get(key) ?? 0
    const endUse = watchUse(pid)
    const measured = await generator.measure({
      port,
      token: tokens[streams[series.stream].token],
      stream: series.stream,
      extent,
      from,
      seconds: duration,
      connections: CONNECTIONS,
    })
    const { own, all, elapsed } = endUse()
    sent.set(key, from + measured.sent)
    return {
      ...measured,
      cpu: own / measured.sent,
      others: Math.max(0, (all - own) / elapsed - measured.busy),
    }
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

/** Milliseconds of processor time of a process and of all, from now on. */
function watchUse(pid: number): () => { own: number; all: number; elapsed: number } {
  const times = (): [number, number, number] => [
    findProcessorTime(pid) ?? NaN,
    findMachineTime() ?? NaN,
    performance.now(),
  ]
  const [own, all, start] = times()
  return () => {
    const [ownNow, allNow, end] = times()
    return { own: ownNow - own, all: allNow - all, elapsed: end - start }
  }
}

/** All mocks that lists are read from warm up on the same streams: what a process met before decides how well V8 compiled it. */
function evenly(allSeries: readonly Series[]): Series[] {
  const readers = allSeries.filter(isOfReader)
  const servers = new Map(readers.map((series) => [serverKeyOf(series), series]))
  const shared = new Set<StreamName>(readers.map(({ stream }) => stream))
  const warmUps = [...servers.values()].flatMap(({ server, isOther = false }) =>
    [...shared].map((stream) => ({ server, stream, isOther })),
  )
  return [...allSeries.filter((series) => !isOfReader(series)), ...warmUps]
}

const isOfReader = ({ server }: Series): boolean =>
  isMock(server) && server !== 'memory' && server !== 'file'
