// Finds entries in the rings of the journal.

import type { Entry } from './entry.ts'
import type { JournalQuery, RequestFilter } from './filter-schemas.ts'
import { createMatcher } from './matcher.ts'
import type { Extent } from './record-reading.ts'
import type { Ring } from './ring.ts'
import type { Rings } from './rings.ts'
import { type Between, countBetween, countMatching, narrow, takeMatching } from './selection.ts'

/** `lastId` returns the id of the newest entry. */
export function createSearch(rings: Rings, lastId: () => number) {
  return { find, entries, select, since, count }

  /** Undefined for `user` searches the requests of all users. */
  function find(id: number, user?: number | null): Entry | undefined {
    for (const ring of rings.of(user)) {
      const entry = ring.find(id)
      if (entry !== undefined) return entry
    }
    return undefined
  }

  /**
   * All entries of one user, the oldest first. Null means requests without a known user;
   * undefined means all requests, grouped by user.
   */
  function entries(user?: number | null): Entry[] {
    return rings
      .of(user)
      .flatMap((ring) =>
        takeMatching(ring, () => true, { order: 'oldest', limit: Infinity, extent: 'whole' }),
      )
  }

  function select(query: JournalQuery, extent: Extent = 'head'): Entry[] {
    const { isOpen, matches } = createMatcher(query)
    const direction = query.order === 'oldest' ? 1 : -1
    const meant = rings.of(query.user)
    const between = isOpen ? narrow(meant, { ...query, before: query.before ?? lastId() + 1 }) : {}
    return meant
      .flatMap((ring) => takeMatching(ring, matches, { ...query, ...between, extent }))
      .toSorted((a, b) => direction * (a.id - b.id))
      .slice(0, query.limit)
  }

  /**
   * The entries after an id, the oldest first. It returns at most `limit` entries; call it again
   * with the last id for more.
   */
  function since(id: number, query: Omit<JournalQuery, 'order'>, extent: Extent = 'head'): Entry[] {
    return select({ ...query, order: 'oldest', after: Math.max(id, query.after ?? 0) }, extent)
  }

  function count(query: RequestFilter & Between): number {
    const { user, ...filter } = query
    const { isOpen, matches } = createMatcher(filter)
    const countIn = (ring: Ring): number =>
      isOpen ? countBetween(ring, query) : countMatching(ring, matches, query)
    return rings.of(user).reduce((total, ring) => total + countIn(ring), 0)
  }
}
