// What is left of entries that the journal no longer holds: which cursors their lists gave to which token, and how many they were.
// The dashboard is no client, but people take cursors from it: whoever sends one of those has not made it up.

import { cursorsOf } from '../api/listing.ts'
import type { Leaving } from './record.ts'

const MAX_CURSORS = 100_000
const MAX_OF_TOKEN = 20_000

type Kept = { readonly cursors: Set<string>; isWhole: boolean }

export type Archive = ReturnType<typeof createArchive>

/** `isWhole`: whether all cursors come from this run, so that every one is known. */
export function createArchive(isWhole: boolean) {
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
    if (cursor === null || !kept.isWhole || kept.cursors.has(cursor)) return
    if (size >= MAX_CURSORS || kept.cursors.size >= MAX_OF_TOKEN) return drop(kept)
    kept.cursors.add(cursor)
    size++
  }

  /** From here on nothing is known of this token. */
  function drop(kept: Kept): void {
    size -= kept.cursors.size
    kept.cursors.clear()
    kept.isWhole = false
  }

  const find = (user: number, token: number): Kept | undefined => byUser.get(user)?.get(token)

  return {
    /** An entry is about to leave; `isOverflow` for want of room, not because somebody cleared the journal. */
    keep({ user, token, list, isFromDashboard }: Leaving, isOverflow: boolean): void {
      if (isOverflow && !isFromDashboard) forgotten.set(user, (forgotten.get(user) ?? 0) + 1)
      if (user === null || token === null || list === null) return
      const { next, previous } = cursorsOf(list)
      if (next === null && previous === null) return
      const kept = isFromDashboard ? shownInDashboard : keptOf(user, token)
      add(kept, next)
      add(kept, previous)
    },

    /** How many entries of a user left for want of room. */
    forgotten: (user: number | null): number => forgotten.get(user) ?? 0,

    /** Somebody cleared the journal of a user, or of all. */
    clearForgotten(user: number | null | undefined): void {
      if (user === undefined) forgotten.clear()
      else forgotten.delete(user)
    },

    /** Whether a token was given the cursor, or the dashboard was, as far as anybody can tell. */
    has: (user: number, token: number, cursor: string): boolean =>
      find(user, token)?.cursors.has(cursor) === true || shownInDashboard.cursors.has(cursor) || !shownInDashboard.isWhole,

    /** Whether another token than this one was given the cursor. */
    isForeign: (token: number, cursor: string): boolean =>
      [...byUser.values()].some((tokens) => [...tokens].some(([id, { cursors }]) => id !== token && cursors.has(cursor))),

    /** Whether all cursors of a token that left the journal are here. */
    isWhole: (user: number, token: number): boolean => find(user, token)?.isWhole ?? isWhole,

    /** The user is gone. */
    forget(user: number): void {
      for (const kept of byUser.get(user)?.values() ?? []) size -= kept.cursors.size
      byUser.delete(user)
      forgotten.delete(user)
    },
  }
}
