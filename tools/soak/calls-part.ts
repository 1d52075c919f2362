// Runs each long call of the admin API and measures how long a client of the emulated API waits
// meanwhile.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Sandbox } from '../bench/sandbox.ts'
import { type Admin, createAdmin } from './admin.ts'
import type { Check } from './bounds.ts'
import { type Call, type Caller, calls } from './calls.ts'
import { watchGrowth } from './growth.ts'
import { type Mock, startMock } from './mock.ts'
import type { Options } from './options.ts'
import { type Probe, startProbe } from './probe.ts'
import { makeRequests, ways } from './requests.ts'
import { checkGrowth, checkWaits, formatRow, head, type Measured, type Run } from './table.ts'

type PartOptions = {
  readonly sandbox: Sandbox
  readonly options: Options
  readonly readSeconds: () => number
  readonly print: (line: string) => void
}

const SETTLE_MS = 200
const ROWS = 2000
/** Some calls pick users by number, and some delete users. */
const MIN_USERS = 12

export async function runCalls({
  sandbox,
  options,
  readSeconds,
  print,
}: PartOptions): Promise<Check[]> {
  const chosen = chooseCalls(options.calls)
  const { generate, entries, runs } = options
  const count = Math.max(MIN_USERS, options.users)
  print(`calls: ${generate} rows, ${count} users with ${entries} requests each`)
  const mock = await startMock(sandbox, options, '--generate', String(generate))
  const admin = createAdmin(mock)
  const users = await fill(mock, admin, { users: count, entries })
  const second = options.shared ? await startMock(sandbox, options) : undefined
  const probes = [mock, ...(second ? [second] : [])].map((each) => startProbe(sandbox, each))
  const caller: Caller = { ask: admin.ask, users, rows: generate, share: 1 }
  const measured: Measured[] = []
  const failed: Check[] = []
  print(head)
  for (const call of chosen) {
    const { pid } = mock
    const measuring = { pid, probes, caller, runs, readSeconds }
    const one = { name: call.name, runs: await measure(call, measuring) }
    measured.push(one)
    print(formatRow(one))
    for (const { status, at } of one.runs)
      if (status >= 500)
        failed.push({ what: `status of "${call.name}"`, value: status, bound: 499, unit: '', at })
  }
  for (const each of [...probes, ...(second ? [second] : []), mock]) await each.stop()
  return [
    ...checkWaits(measured, options['max-wait']),
    ...checkGrowth(
      measured.filter(({ name }) => isReport(name)),
      options['max-mb-report'],
    ),
    ...failed,
  ]
}

/** Whether a call judges the requests of the journal. */
const isReport = (name: string): boolean => name.startsWith('findings') || name.startsWith('walk')

/**
 * The calls whose name contains one of the texts; without texts, all calls. Throws when no call
 * matches.
 */
export function chooseCalls(texts: readonly string[]): readonly Call[] {
  if (texts.length === 0) return calls
  const chosen = calls.filter(({ name }) => texts.some((text) => name.includes(text)))
  if (chosen.length > 0) return chosen
  const names = calls.map(({ name }) => name).join('; ')
  throw new Error(
    `--calls ${JSON.stringify(texts.join(',')).slice(0, 60)} names no call; there are: ${names}`,
  )
}

/**
 * Creates users whose clients fill the journal, each in a different way. Returns the ids of the
 * users.
 */
async function fill(
  { port }: Mock,
  admin: Admin,
  { users, entries }: Pick<Options, 'users' | 'entries'>,
): Promise<number[]> {
  const made = await Promise.all(
    Array.from({ length: users }, async () => admin.createUser(ROWS, 'nicecall')),
  )
  await Promise.all(
    made.map(async ({ token }, index) =>
      makeRequests({ port, token, way: ways[index % ways.length] ?? String, count: entries }),
    ),
  )
  return made.map(({ id }) => id)
}

type Measuring = {
  /** The process of the mock. */
  readonly pid: number
  /** A client of each mock. The longest wait of all counts. */
  readonly probes: readonly Probe[]
  readonly caller: Caller
  readonly runs: number
  readonly readSeconds: () => number
}

async function measure(
  call: Call,
  { pid, probes, caller, runs, readSeconds }: Measuring,
): Promise<Run[]> {
  const made: Run[] = []
  for (let run = 0; run < runs; run++) {
    await call.prepare?.(caller, run)
    await sleep(SETTLE_MS)
    await takeAll(probes)
    const growing = watchGrowth(pid)
    const start = performance.now()
    const status = await call.run(caller, run)
    const duration = performance.now() - start
    const growth = growing.stop()
    await sleep(SETTLE_MS)
    const waits = await takeAll(probes)
    const longestOf = (name: 'longest' | 'longestOwn' | 'median'): number =>
      Math.max(...waits.map((each) => each[name]))
    const [wait, ownWait] = [longestOf('longest'), longestOf('longestOwn')]
    const medianWait = longestOf('median')
    made.push({ wait, ownWait, medianWait, duration, growth, status, at: readSeconds() })
  }
  return made
}

const takeAll = (probes: readonly Probe[]) => Promise.all(probes.map(async (probe) => probe.take()))
