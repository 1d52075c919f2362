// Measures how much memory a process takes in addition while a call is made.

import { findMemory } from '../bench/process-use.ts'

const SAMPLE_MS = 5

/** Resident memory in MB beyond that at the start; undefined where this machine cannot tell. */
export function watchGrowth(pid: number): { readonly stop: () => number | undefined } {
  const before = findMemory(pid)
  let highest = before ?? 0
  const look = (): void => {
    highest = Math.max(highest, findMemory(pid) ?? 0)
  }
  const timer = setInterval(look, SAMPLE_MS)
  return {
    stop() {
      clearInterval(timer)
      look()
      return before === undefined ? undefined : highest - before
    },
  }
}
