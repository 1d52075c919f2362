// How long a client of the emulated API waits while somebody else makes calls of the admin API: the longest wait for each call.
//
//     node tools/soak/stalls.ts --users 24 --entries 10000 --rows 300000 --only export,findings

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { median } from '../bench/median.ts'
import { type Call, calls, type Caller } from './calls.ts'
import { makeRequests, ways } from './requests.ts'

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '24' },
    entries: { type: 'string', default: '10000' },
    rows: { type: 'string', default: '300000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const adminToken = 'soak-admin-token'
const probeToken = 'soak-probe'
const SETTLE_MS = 200

const mock = await startMock(Number(values.rows))
try {
  const users = await fill(Number(values.users), Number(values.entries))
  const probe = startNode([fileAt('prober.ts'), String(mock.port), probeToken])
  const caller: Caller = { ask, users, rows: Number(values.rows) }
  const chosen = values.only === '' ? calls : calls.filter(({ name }) => values.only.split(',').some((part) => name.includes(part)))
  console.log(`${'call'.padEnd(34)} longest wait, of the loop, ms of the call (medians of ${values.runs}, then the worst wait)`)
  for (const call of chosen) await measure(call, { probe, caller })
  probe.kill()
} finally {
  mock.child.kill('SIGKILL')
}

async function startMock(rows: number) {
  const port = await findFreePort()
  const args = [
    '--quiet',
    '--port',
    String(port),
    '--admin-token',
    adminToken,
    '--generate',
    String(rows),
    '--key',
    `${probeToken}=nicecall`,
  ]
  const child = startNode(['--import', fileAt('loop-delay.ts'), fileAt('../../src/cli.ts'), ...args])
  while (!(await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))) await sleep(SETTLE_MS)
  return { child, port }
}

function fileAt(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

function startNode(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Text of the answer; the body is a JSON text. */
async function ask(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  const headers = { Authorization: `Bearer ${adminToken}`, ...(body !== undefined && { 'Content-Type': 'application/json' }) }
  const response = await fetch(`http://127.0.0.1:${mock.port}/__admin${path}`, { method, headers, ...(body !== undefined && { body }) })
  return { status: response.status, text: await response.text() }
}

/** Users whose clients have filled the journal, each in another way; gives their ids. */
async function fill(users: number, entries: number): Promise<number[]> {
  const made = await Promise.all(Array.from({ length: users }, () => ask('POST', '/users', '{"dataset":{"generate":2000}}')))
  const User = z.object({ id: z.int(), tokens: z.array(z.object({ plain: z.string(), edition: z.string() })) })
  const known = made.map(({ text }) => User.parse(JSON.parse(text)))
  await Promise.all(
    known.map(async ({ tokens }, index) => {
      const token = tokens.find(({ edition }) => edition === 'nicecall')?.plain ?? ''
      await makeRequests({ port: mock.port, token, way: ways[index % ways.length] ?? String, count: entries })
    }),
  )
  return known.map(({ id }) => id)
}

async function measure(call: Call, { probe, caller }: { probe: ChildProcess; caller: Caller }): Promise<void> {
  const waits: number[] = []
  const delays: number[] = []
  const times: number[] = []
  let status = 0
  for (let run = 0; run < Number(values.runs); run++) {
    await call.prepare?.(caller, run)
    await sleep(SETTLE_MS)
    await readBoth(probe)
    const start = performance.now()
    status = await call.run(caller, run)
    times.push(performance.now() - start)
    await sleep(SETTLE_MS)
    const [wait, delay] = await readBoth(probe)
    waits.push(wait)
    delays.push(delay)
  }
  const shown = [median(waits), median(delays), median(times), Math.max(...waits)].map((value) => value.toFixed(1).padStart(9))
  console.log(`${call.name.padEnd(34)} ${shown.join(' ')}   ${status}`)
}

/** The longest wait of the client, and the longest turn of the mock, since the last time. */
async function readBoth(probe: ChildProcess): Promise<[number, number]> {
  probe.send('read')
  mock.child.send('read')
  const [[wait], [delay]] = await Promise.all([once(probe, 'message'), once(mock.child, 'message')])
  return [Number(wait), Number(delay)]
}
