// Starts, uses and closes many mocks twice, and prints what the second time left behind. leaving.ts
// runs this file.

import { setTimeout as sleep } from 'node:timers/promises'
import { startMock } from '../../src/index.ts'
import { ask } from './asking.ts'

const AT_ONCE = 5
const count = Number(process.argv[2])
const PATIENCE_MS = 30_000
/** The handles that this script and its output keep open. */
const OWN = new Set(['PipeWrap', 'TTYWrap'])

async function useMock(): Promise<void> {
  await using mock = await startMock({ dataset: 'demo' })
  await using user = await mock.createUser({ dataset: { fixture: 'fifteen' } })
  await user.faults.arm({ effect: { type: 'delay', milliseconds: 1 } })
  const stream = user.requests.stream({ after: 0 })
  await ask(user.url, user.token())
  await stream.next()
  await user.verify({ status: 200 })
}

async function heapUsed(): Promise<number> {
  for (let n = 0; n < 5; n++) {
    globalThis.gc?.()
    await sleep(10)
  }
  return process.memoryUsage().heapUsed
}

const foreignHandles = (): string[] =>
  process.getActiveResourcesInfo().filter((name) => !OWN.has(name))

/** Waits, because sockets disappear some turns of the event loop after their end. */
async function remainingHandles(): Promise<string[]> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && foreignHandles().length > 0;)
    await sleep(20)
  return foreignHandles()
}

async function useMocks(): Promise<void> {
  for (let n = 0; n < count; n += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, useMock))
}

await useMocks()
const [heap, { rss }] = [await heapUsed(), process.memoryUsage()]
await useMocks()
const report = {
  handles: await remainingHandles(),
  heapGrowth: (await heapUsed()) - heap,
  rssGrowth: process.memoryUsage().rss - rss,
}
process.stdout.write(JSON.stringify(report))
