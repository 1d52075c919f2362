// Collects the waits of the probing client between two reports.

import * as z from 'zod'
import { median } from '../bench/median.ts'

/** All times in milliseconds. `longestOwn` leaves out the time that other processes used. */
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
