// Lists of journal entries, sorted by rising id: the oldest entry comes first.

import { countWhile } from '../../bisect.ts'
import type { RequestEntry } from '../../client/wire.ts'

export type Entries = readonly RequestEntry[]

/** The index of the first entry whose id is at least `id`; the length when there is none. */
export const indexFrom = (entries: Entries, id: number): number =>
  countWhile(entries.length, (index) => (entries[index]?.id ?? id) < id)

export function findEntry(entries: Entries, id: number): RequestEntry | undefined {
  const entry = entries[indexFrom(entries, id)]
  return entry?.id === id ? entry : undefined
}

/** The known entries followed by the arrived ones; only the newest `max` of them. */
export function append(known: Entries, arrived: Entries, max: number): Entries {
  return [...known.slice(Math.max(0, known.length + arrived.length - max)), ...arrived.slice(-max)]
}

/** The older entries followed by the known ones. When there are more than `max`, the oldest go. */
export function prepend(older: Entries, known: Entries, max: number): Entries {
  return [
    ...older
      .slice(0, indexFrom(older, known[0]?.id ?? Infinity))
      .slice(-Math.max(1, max - known.length)),
    ...known,
  ].slice(-max)
}

/**
 * Whether `newest` comes from another run of the mock, whose ids start again. `lastId`: the highest
 * id that the page has seen before.
 */
export function isAnotherRun(known: Entries, newest: Entries, lastId: number): boolean {
  const last = newest.at(-1)
  if (last === undefined) return false
  const twin = findEntry(known, last.id) ?? findEntry(newest, known.at(-1)?.id ?? 0)
  if (twin === undefined) return last.id < lastId
  const other = findEntry(known, twin.id)
  const same = findEntry(newest, twin.id)
  return other?.time !== same?.time || other?.curl !== same?.curl
}
