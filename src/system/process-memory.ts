// Bounds V8's heap when the process runs only the mock. The heap grows in small steps, and garbage
// is collected while the mock is idle. In other people's test processes this module changes
// nothing.

import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { setInterval } from '../clock/real-time.ts'

const LOOK_MS = 1000
/** The CPU time in microseconds that an idle process uses in one second. */
const IDLE_MICROSECONDS = 20_000
/** Collecting less garbage is not worth the ten to forty milliseconds that it takes. */
const WORTH_BYTES = 6_000_000

const flags = [
  // Answers become garbage quickly. A small young generation is as fast and saves about 20 MB.
  '--semi-space-growth-factor=1',
  // By default V8 lets the heap grow to a multiple of the live data before it collects garbage.
  '--heap-growing-percent=25',
  // Helper threads may get no processor on a busy machine, and all clients wait for them. The young
  // generation is so small that one thread is as fast.
  '--no-parallel-scavenge',
  '--expose-gc',
]

let isBound = false

/** Takes effect at once; a second call does nothing. */
export function boundHeap(): void {
  if (isBound) return
  isBound = true
  for (const flag of flags) setFlagsFromString(flag)
  let last = process.cpuUsage()
  let kept = 0
  setInterval(() => {
    const { user, system } = process.cpuUsage(last)
    last = process.cpuUsage()
    if (user + system > IDLE_MICROSECONDS || usedHeap() < kept + WORTH_BYTES) return
    runInNewContext(`gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })`)
    kept = usedHeap()
  }, LOOK_MS).unref()
}

const usedHeap = (): number => getHeapStatistics().used_heap_size
