// V8's heap in a process that is the mock's alone: it grows in small steps, and garbage goes while nobody asks. In the process of
// somebody else's tests nothing of this is done.

import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { setInterval } from '../clock/real-time.ts'

const LOOK_MS = 1000
/** Microseconds of CPU time that a second takes while nobody asks. */
const IDLE_MICROSECONDS = 20_000
/** Less garbage is not worth the ten to forty milliseconds. */
const WORTH_BYTES = 6_000_000

const flags = [
  // Answers are short-lived garbage. A young generation that stays small is as fast and saves some 20 MB.
  '--semi-space-growth-factor=1',
  // By default V8 lets the heap grow to a multiple of what lives in it before it looks for garbage.
  '--heap-growing-percent=25',
  '--expose-gc',
]

let isBound = false

/** From here on; a second call does nothing. */
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
