// Runs rounds in which every series takes a turn. A slow phase of the machine then affects all
// series.

import type { LoadGenerator } from './load-generator.ts'
import type { Measured } from './load-messages.ts'
import { tokens } from './mock.ts'
import { findMachineTime, findProcessorTime } from './process-use.ts'
import { isMock, type Series, serverKeyOf, type Servers } from './servers.ts'
import { type StreamName, streams } from './streams.ts'

export const CONNECTIONS = 16
const WARM_UP_SECONDS = 1
/** A short load before each measurement, because an idle process starts slowly. */
const LEAD_SECONDS = 0.25

export type RoundsOptions = {
  readonly servers: Servers
  readonly generator: LoadGenerator
  readonly rounds: number
  readonly seconds: number
  /** Called before each round. Round 0 is the warm-up. */
  readonly onRound: (round: number) => void
}

/** `cpu` and `others` are NaN when the machine does not report them. */
export type Measurement = Measured & {
  /** Milliseconds of processor time that the server used for one request. */
  readonly cpu: number
  /** The share of a core that other programs used during the measurement. */
  readonly others: number
}

/** The measurements of each series, one for each round. */
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

/** Measures from now on: milliseconds of processor time of the process and of all programs. */
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

/**
 * Adds warm-up series, so that all mocks that serve lists see the same streams. V8 optimises a
 * process for the requests that it has seen.
 */
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
