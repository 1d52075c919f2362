// Selects the entries of a ring that match a query.

import type { Entry } from './entry.ts'
import type { Extent } from './record-reading.ts'
import type { Ring } from './ring.ts'
import type { JournalQuery } from './filter-schemas.ts'

type Matches = (entry: Entry) => boolean

/** Bounds for ids; both are exclusive. */
export type Between = Pick<JournalQuery, 'after' | 'before'>

type Part = Between & Pick<JournalQuery, 'order' | 'limit'> & { readonly extent: Extent }

/** The matching entries in the order of the query, at most `limit`. */
export function takeMatching(
  ring: Ring,
  matches: Matches,
  { order, limit, extent, ...between }: Part,
): Entry[] {
  const taken: Entry[] = []
  const { start, end } = rangeOf(ring, between)
  const step = order === 'oldest' ? 1 : -1
  for (
    let index = step > 0 ? start : end - 1;
    index >= start && index < end && taken.length < limit;
    index += step
  ) {
    const entry = ring.at(index, extent)
    if (entry !== undefined && matches(entry)) taken.push(entry)
  }
  return taken
}

export function countMatching(ring: Ring, matches: Matches, between: Between): number {
  const { start, end } = rangeOf(ring, between)
  let count = 0
  for (let index = start; index < end; index++) {
    const entry = ring.at(index, 'head')
    if (entry !== undefined && matches(entry)) count++
  }
  return count
}

/** The number of all entries between the bounds. */
export function countBetween(ring: Ring, between: Between): number {
  const { start, end } = rangeOf(ring, between)
  return Math.max(0, end - start)
}

/** Narrows the bounds to `limit` entries of all rings together, or to all that there are. */
export function narrow(
  rings: readonly Ring[],
  { order, limit, after = 0, before }: Omit<Part, 'extent'> & { readonly before: number },
): Between {
  const hasEnough = (between: Between): boolean =>
    rings.reduce((count, ring) => count + countBetween(ring, between), 0) >= limit
  let [least, most] = [after, before]
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    const isEnough =
      order === 'oldest'
        ? hasEnough({ after, before: middle })
        : hasEnough({ after: middle, before })
    if (isEnough === (order === 'oldest')) most = middle
    else least = middle
  }
  return order === 'oldest' ? { after, before: most } : { after: least, before }
}

/** The index of the first entry between the bounds, and the index after the last one. */
const rangeOf = (ring: Ring, { after = 0, before }: Between): { start: number; end: number } => ({
  start: ring.indexAfter(after),
  end: before === undefined ? ring.size() : ring.indexAfter(before - 1),
})
