// The waits of the probing client since somebody last took them.

import * as z from 'zod'
import { median } from '../bench/median.ts'

/** Milliseconds; `longestOwn` is without the time that the machine took. */
export const Waits = z.object({
  probes: z.int(),
  longest: z.number(),
  longestOwn: z.number(),
  median: z.number(),
})
export type Waits = z.infer<typeof Waits>

export function createWaits() {
  let all: number[] = []
  let longestOwn = 0
  return {
    add(wait: number, stolen: number): void {
      all.push(wait)
      longestOwn = Math.max(longestOwn, wait - stolen)
    },

    take(): Waits {
      const longest = all.reduce((most, wait) => Math.max(most, wait), 0)
      const taken = {
        probes: all.length,
        longest,
        longestOwn,
        median: all.length > 0 ? median(all) : 0,
      }
      all = []
      longestOwn = 0
      return taken
    },
  }
}
