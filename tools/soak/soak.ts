// Many users at once, with reports, exports and followers besides, in processes of their own: how much memory the mock takes meanwhile
// and once they are gone, how long anybody waited, and what was lost.
//
//     npm run soak -- --minutes 30 --users 24 -- --journal 5000

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describeBuild } from '../bench/build-state.ts'
import { findMemory } from '../bench/process-use.ts'
import { openSandbox, type Sandbox } from '../bench/sandbox.ts'
import { createAdmin, type User } from './admin.ts'
import { type Done, type Load, Reply } from './load.ts'
import { startMock } from './mock.ts'
import { type Options, parseOptions } from './options.ts'
import { createSampler } from './sampler.ts'
import { startWatchers } from './watchers.ts'

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  const sandbox = openSandbox()
  try {
    const broken = await soak(sandbox, options)
    for (const sentence of broken) process.stdout.write(`BROKEN: ${sentence}\n`)
    if (broken.length > 0) process.exitCode = 1
  } finally {
    sandbox.close()
  }
}

/** The bounds that were broken, a sentence each. */
async function soak(sandbox: Sandbox, options: Options): Promise<string[]> {
  const { users: count, rows, requests, minutes, most, rest } = options
  print(`Node.js ${process.version}, mock from ${describeBuild()}, ${count} users with ${rows} rows each`)
  const mock = await startMock(sandbox, options)
  const admin = createAdmin(mock)
  const memory = createSampler(() => findMemory(mock.pid) ?? 0, print)
  const users: User[] = []
  for (let made = 0; made < count; made++) users.push(await admin.createUser(rows))
  print(`${memory.now()} MB with the users and before any request`)
  const watchers = options.quiet ? undefined : startWatchers(admin, users)
  const tokens = users.map(({ token }) => token)
  const done = await drive(sandbox, { port: mock.port, tokens, requests, seconds: minutes * 60 })
  const watched = await watchers?.stop()
  print(`${done.answered} answers, ${done.failed} of them not 200, the longest wait ${done.longest.toFixed(0)} ms; ${memory.now()} MB`)
  for (const line of watched?.lines ?? []) print(line)
  const highest = memory.highest()
  for (const { id } of users) await admin.deleteUser(id)
  await sleep(rest * 1000)
  const after = memory.now()
  memory.stop()
  print(`highest ${highest} MB; ${after} MB ${rest} s after the users were gone`)
  return [
    ...(highest > most ? [`${highest} MB were taken, more than ${most}`] : []),
    ...(after > options['most-after'] ? [`${after} MB stayed, more than ${options['most-after']}`] : []),
    ...(done.failed > 0 ? [`${done.failed} answers were not 200`] : []),
    ...(watched && watched.failed > 0 ? [`${watched.failed} calls of the admin API failed`] : []),
  ]
}

async function drive(sandbox: Sandbox, load: Load): Promise<Done> {
  const child = sandbox.start([fileURLToPath(new URL('load.ts', import.meta.url))], { messages: true })
  child.send(load)
  const [message]: unknown[] = await once(child, 'message')
  await sandbox.stop(child)
  const reply = Reply.parse(message)
  if ('failure' in reply) throw new Error(`the clients failed: ${reply.failure}`)
  return reply.done
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
