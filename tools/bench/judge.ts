// The cost of judging besides time per request: the time of a report, and the weight of the journal of judged requests.

import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import type { Build } from './build-state.ts'
import { openLoadGenerator } from './load-generator.ts'
import { median } from './median.ts'
import { fetchExtent, tokens } from './mock.ts'
import { findMemory } from './process-use.ts'
import { CONNECTIONS } from './rounds.ts'
import type { Sandbox } from './sandbox.ts'
import { type Server, startMock } from './servers.ts'
import { type StreamName, streams } from './streams.ts'

const ROWS = 300_000
/** As many as the journal remembers of a user. */
const REMEMBERED = 10_000
const REPORTS = 11
const NEVER_REPEATED = 250_000
const LOAD_SECONDS = 2
const SETTLE_MS = 1000

const adminToken = 'bench-admin-token'

const Report = z.object({ requests: z.int() })

/**
 * Median of the milliseconds that GET /__admin/findings takes when clients on walks have filled the
 * journal. Another request comes before each report, so that none is kept.
 */
export async function measureFindings(sandbox: Sandbox, build: Build): Promise<number> {
  const store = { build, rows: ROWS, mock: 'small' } as const
  const mock = await startMock(sandbox, store, '--admin-token', adminToken)
  await load(sandbox, mock, { stream: 'newWalks', requests: REMEMBERED })
  const times: number[] = []
  for (let report = 0; report < REPORTS; report++) {
    await fetchExtent(mock.port)
    const start = performance.now()
    const { requests } = await fetchReport(mock)
    times.push(performance.now() - start)
    if (requests !== REMEMBERED)
      throw new Error(`${requests} requests were judged, not ${REMEMBERED}`)
  }
  await mock.stop()
  return median(times)
}

/** MB of a mock after requests of which none came twice; undefined where this machine cannot tell. */
export async function measureJudgedMemory(
  sandbox: Sandbox,
  build: Build,
  ...args: string[]
): Promise<number | undefined> {
  const mock = await startMock(sandbox, { build, rows: ROWS, mock: 'small' }, ...args)
  await load(sandbox, mock, { stream: 'newCursors', requests: NEVER_REPEATED })
  await sleep(SETTLE_MS)
  const memory = findMemory(mock.pid)
  await mock.stop()
  return memory
}

/** At least so many requests. */
async function load(
  sandbox: Sandbox,
  { port, extent }: Server,
  { stream, requests }: { stream: StreamName; requests: number },
) {
  const generator = openLoadGenerator(sandbox)
  const token = tokens[streams[stream].token]
  let sent = 0
  while (sent < requests) {
    sent += (
      await generator.measure({
        port,
        token,
        stream,
        extent,
        from: sent,
        seconds: LOAD_SECONDS,
        connections: CONNECTIONS,
      })
    ).sent
  }
  await generator.close()
}

async function fetchReport({ port }: Server): Promise<z.infer<typeof Report>> {
  const response = await fetch(`http://127.0.0.1:${port}/__admin/findings`, {
    headers: { Authorization: `Bearer ${adminToken}` },
  })
  return Report.parse(await response.json())
}
