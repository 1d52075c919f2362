// The archive keeps two facts about entries that left the journal: the cursors that their lists
// gave to each token, and the number of entries.
// Cursors shown in the dashboard count as given too, because people copy them from there.

import { cursorsOf } from '../laravel/listing.ts'
import { cursorNumber } from './cursor-number.ts'
import type { ForgottenEntry } from './record-reading.ts'

/** `cursors` holds numbers of cursors (see cursor-number.ts); `isWhole` is false after a loss. */
type Kept = { readonly cursors: Set<number>; isWhole: boolean }

export type Archive = ReturnType<typeof createArchive>

/**
 * `isWhole`: whether this run gave all cursors that clients may send, so that every one is known.
 * `maxCursors`: the limit for all tokens together.
 */
export function createArchive(isWhole: boolean, maxCursors: number) {
  const maxOfToken = Math.ceil(maxCursors / 5)
  const byUser = new Map<number, Map<number, Kept>>()
  const forgotten = new Map<number | null, number>()
  const shownInDashboard: Kept = { cursors: new Set(), isWhole: true }
  let size = 0

  function keptOf(user: number, token: number): Kept {
    let tokens = byUser.get(user)
    if (!tokens) byUser.set(user, (tokens = new Map()))
    let kept = tokens.get(token)
    if (!kept) tokens.set(token, (kept = { cursors: new Set(), isWhole }))
    return kept
  }

  function add(kept: Kept, cursor: string | null): void {
    if (cursor === null || !kept.isWhole) return
    const number = cursorNumber(cursor)
    if (kept.cursors.has(number)) return
    if (size >= maxCursors || kept.cursors.size >= maxOfToken) return drop(kept)
    kept.cursors.add(number)
    size++
  }

  /** Forgets the cursors of a token; from now on its list of cursors is incomplete. */
  function drop(kept: Kept): void {
    size -= kept.cursors.size
    kept.cursors.clear()
    kept.isWhole = false
  }

  const find = (user: number, token: number): Kept | undefined => byUser.get(user)?.get(token)

  return {
    /**
     * Keeps the cursors of an entry that leaves the journal.
     * `isOverflow`: the entry makes room for a new one. It is false when a call clears the journal.
     */
    keep({ user, token, list, isFromDashboard }: ForgottenEntry, isOverflow: boolean): void {
      if (isOverflow && !isFromDashboard) forgotten.set(user, (forgotten.get(user) ?? 0) + 1)
      if (user === null || token === null || list === null) return
      const { next, previous } = cursorsOf(list)
      if (next === null && previous === null) return
      const kept = isFromDashboard ? shownInDashboard : keptOf(user, token)
      add(kept, next)
      add(kept, previous)
    },

    /** The number of a user's entries that were removed to make room. */
    forgotten: (user: number | null): number => forgotten.get(user) ?? 0,

    /** Sets the count of a user's removed entries to zero; undefined means all users. */
    clearForgotten(user: number | null | undefined): void {
      if (user === undefined) forgotten.clear()
      else forgotten.delete(user)
    },

    /**
     * Whether a list gave this cursor to the token or to the dashboard. Also true when the cursors
     * of the dashboard are no longer all known.
     */
    has(user: number, token: number, cursor: string): boolean {
      const number = cursorNumber(cursor)
      const isShown = shownInDashboard.cursors.has(number) || !shownInDashboard.isWhole
      return isShown || find(user, token)?.cursors.has(number) === true
    },

    /** Another token to which a list gave this cursor. */
    otherHolder(token: number, cursor: string): number | undefined {
      const number = cursorNumber(cursor)
      for (const tokens of byUser.values())
        for (const [id, { cursors }] of tokens) if (id !== token && cursors.has(number)) return id
      return undefined
    },

    /** Whether the archive holds all cursors of a token's entries that left the journal. */
    isWhole: (user: number, token: number): boolean => find(user, token)?.isWhole ?? isWhole,

    /** Forgets a user who was deleted. */
    forget(user: number): void {
      for (const kept of byUser.get(user)?.values() ?? []) size -= kept.cursors.size
      byUser.delete(user)
      forgotten.delete(user)
    },
  }
}
