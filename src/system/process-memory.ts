// Bounds V8's heap when the process runs only the mock. The heap grows in small steps, and all
// garbage is collected while the mock is idle. In other people's test processes this module changes
// nothing.

import { executionAsyncResource } from 'node:async_hooks'
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nextTick, setInterval } from '../clock/real-time.ts'
import { countRequests } from './client-requests.ts'

const LOOK_MS = 1000
/** The CPU time in microseconds that an idle process uses in one second. */
const IDLE_MICROSECONDS = 20_000
/** Collecting less garbage is not worth the time that it takes: 20 to 250 milliseconds. */
const WORTH_BYTES = 6_000_000

/**
 * Answers become garbage quickly. A young generation of 2 MiB, of which V8 keeps two, is as fast as
 * a larger one, and saves up to 20 MB.
 */
const YOUNG_BYTES = 2 * 2 ** 21
const GROWTH = { none: '--semi-space-growth-factor=1', double: '--semi-space-growth-factor=2' }

/**
 * When V8 collects the old generation, a young page with so many percent alive becomes old as it is.
 * V8 copies the objects of other pages one by one, which takes half of the pause. But what is dead
 * in an old page stays as a hole, so V8 copies more while the holes take much memory.
 */
const PROMOTION = {
  usual: '--page-promotion-threshold=20',
  saving: '--page-promotion-threshold=70',
}
const MAX_HOLES = 16_000_000

const flags = [
  GROWTH.none,
  // By default V8 lets the heap grow to a multiple of the live data before it collects garbage.
  '--heap-growing-percent=15',
  PROMOTION.usual,
  // Helper threads may get no processor on a busy machine, and all clients wait for them. The young
  // generation is so small that one thread is as fast.
  '--no-parallel-scavenge',
  '--expose-gc',
]

let isBound = false
/** Objects that stay alive because V8 must remember their shape. */
const kept: object[] = []

/** Takes effect at once; a second call does nothing. */
export function boundHeap(): void {
  if (isBound) return
  isBound = true
  for (const flag of flags) setFlagsFromString(flag)
  keepShapeOfTicks()
  let last = process.cpuUsage()
  let lastRequests = countRequests()
  let left: number | undefined
  setInterval(() => {
    setFlagsFromString(PROMOTION[holes() > MAX_HOLES ? 'saving' : 'usual'])
    const { user, system } = process.cpuUsage(last)
    last = process.cpuUsage()
    const isIdle = user + system <= IDLE_MICROSECONDS
    // A client that sends few requests leaves the mock idle, and would wait for the collection.
    const isQuiet = isIdle && countRequests() === lastRequests
    lastRequests = countRequests()
    // The first collection does not wait, because the start leaves a young generation of 8 MiB.
    const isDue = left === undefined || (isQuiet && usedHeap() >= left + WORTH_BYTES)
    if (isDue) collect({ type: 'major', flavor: 'last-resort' })
    if (isDue || !isIdle) growYoungGeneration()
    if (isDue) left = usedHeap()
  }, LOOK_MS).unref()
}

/**
 * Node.js creates an object for each callback of nextTick(). When a collection finds none of them,
 * V8 forgets their shape, and creating one takes several times as long from then on.
 */
function keepShapeOfTicks(): void {
  nextTick(() => kept.push(executionAsyncResource()))
}

/**
 * V8 shrinks the young generation to 1 MiB or less when it collects all garbage, and while little
 * happens. It lets it grow again only when more than that survives the next collection.
 */
function growYoungGeneration(): void {
  if (youngBytes() >= YOUNG_BYTES) return
  setFlagsFromString(GROWTH.double)
  const survivors = Array.from({ length: 150 }, () => Array.from({ length: 1000 }, () => 0))
  collect({ type: 'minor' })
  setFlagsFromString(GROWTH.none)
  survivors.length = 0
}

function collect(options: object): void {
  runInNewContext(`gc(${JSON.stringify({ ...options, execution: 'sync' })})`)
}

const youngBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ??
  YOUNG_BYTES

const usedHeap = (): number => getHeapStatistics().used_heap_size

function holes(): number {
  const { total_physical_size, used_heap_size } = getHeapStatistics()
  return total_physical_size - used_heap_size
}
