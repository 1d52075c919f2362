// Memory, looked at again and again.

import { clearInterval, setInterval } from 'node:timers'

const SAMPLE_MS = 100
const PRINT_EVERY = 100

export function createSampler(read: () => number, print: (line: string) => void) {
  const start = performance.now()
  let highest = 0
  let samples = 0
  const now = (): number => Math.round(read())
  const timer = setInterval(() => {
    highest = Math.max(highest, now())
    if (++samples % PRINT_EVERY === 0)
      print(`  ${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${now()} MB, at most ${highest} MB`)
  }, SAMPLE_MS)
  return {
    now,
    highest: (): number => Math.max(highest, now()),
    stop: (): void => clearInterval(timer),
  }
}
