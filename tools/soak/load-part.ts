// Runs many clients at once, together with reports, exports and followers. It measures the memory
// of the mock during the load and after the users are deleted, and it counts losses.

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findMemory } from '../bench/process-use.ts'
import type { Sandbox } from '../bench/sandbox.ts'
import { createAdmin, type User } from './admin.ts'
import { type Check, checkLosses, checkMemory } from './bounds.ts'
import { type Done, type Load, Reply } from './load.ts'
import { startMock } from './mock.ts'
import type { Options } from './options.ts'
import { startProbe } from './probe.ts'
import { createSampler } from './sampler.ts'
import { startWatchers } from './watchers.ts'

type PartOptions = {
  readonly sandbox: Sandbox
  readonly options: Options
  readonly readSeconds: () => number
  readonly print: (line: string) => void
}

export async function runLoad({
  sandbox,
  options,
  readSeconds,
  print,
}: PartOptions): Promise<Check[]> {
  const { users: count, rows, requests, minutes, rest } = options
  print(`load: ${count} users with ${rows} rows each`)
  const mock = await startMock(sandbox, options)
  const admin = createAdmin(mock)
  const memory = createSampler({ readMb: () => findMemory(mock.pid) ?? 0, readSeconds, print })
  if (findMemory(mock.pid) === undefined) print('memory is not measured: this system has no /proc')
  const users: User[] = []
  for (let made = 0; made < count; made++) users.push(await admin.createUser(rows))
  print(`${memory.take().mb} MB with the users and before any request`)
  const probe = startProbe(sandbox, mock)
  const watchers = options.quiet ? undefined : startWatchers(admin, users)
  const tokens = users.map(({ token }) => token)
  const done = await drive(sandbox, {
    port: mock.port,
    tokens,
    rows,
    requests,
    seconds: minutes * 60,
  })
  const waits = await probe.take()
  await probe.stop()
  const { requests: kept, listeners_cut: cut } = await admin.status()
  const watched = await watchers?.stop()
  print(
    `${done.answered} answers, ${done.failed} of them not 200; the longest wait ${done.longest.toFixed(0)} ms`,
  )
  print(`${done.walks} walks to the end, ${done.missed} rows missed`)
  print(
    `probing client: ${waits.probes} answers, median ${waits.median.toFixed(1)} ms, longest ${waits.longest.toFixed(1)} ms`,
  )
  print(
    `the journal keeps ${kept} of ${done.answered + waits.probes} requests; ${cut} followers that did not read were cut off`,
  )
  for (const line of watched?.lines ?? []) print(line)
  const highest = memory.highest()
  const losses = {
    requests: done.failed,
    rows: done.missed,
    events: watched?.missed ?? 0,
    calls: watched?.failed ?? 0,
  }
  const lost = checkLosses(losses, readSeconds())
  for (const { id } of users) await admin.deleteUser(id)
  await sleep(rest * 1000)
  const after = memory.take()
  memory.stop()
  await mock.stop()
  print(
    `highest ${highest.mb} MB at ${highest.at.toFixed(0)} s; ${after.mb} MB ${rest} s after the users were gone`,
  )
  return [...checkMemory({ highest, after }, options), ...lost]
}

async function drive(sandbox: Sandbox, load: Load): Promise<Done> {
  const child = sandbox.start([fileURLToPath(new URL('load.ts', import.meta.url))], {
    messages: true,
  })
  child.send(load)
  const ended = once(child, 'exit').then(() => {
    throw new Error('the process of the clients ended before its load did')
  })
  const [message]: unknown[] = await Promise.race([once(child, 'message'), ended])
  await sandbox.stop(child)
  const reply = Reply.parse(message)
  if ('failure' in reply) throw new Error(`the clients failed: ${reply.failure}`)
  return reply.done
}
