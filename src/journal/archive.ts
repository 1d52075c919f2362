// The rest of entries that left the journal: the cursors that their lists gave to each token, and how many entries they were.
// The dashboard is no client, but people take cursors from it: whoever sends one of those has not made it up.

import { cursorsOf } from '../laravel/listing.ts'
import { cursorNumber } from './cursor-number.ts'
import type { ForgottenEntry } from './record-reading.ts'

/** `cursors`: by their numbers. */
type Kept = { readonly cursors: Set<number>; isWhole: boolean }

export type Archive = ReturnType<typeof createArchive>

/** `isWhole`: whether all cursors come from this run, so that every one is known. `maxCursors`: of all tokens together. */
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

  /** From here on nothing is known of this token. */
  function drop(kept: Kept): void {
    size -= kept.cursors.size
    kept.cursors.clear()
    kept.isWhole = false
  }

  const find = (user: number, token: number): Kept | undefined => byUser.get(user)?.get(token)

  return {
    /** An entry is about to leave; `isOverflow` when it makes room, not when somebody clears the journal. */
    keep({ user, token, list, isFromDashboard }: ForgottenEntry, isOverflow: boolean): void {
      if (isOverflow && !isFromDashboard) forgotten.set(user, (forgotten.get(user) ?? 0) + 1)
      if (user === null || token === null || list === null) return
      const { next, previous } = cursorsOf(list)
      if (next === null && previous === null) return
      const kept = isFromDashboard ? shownInDashboard : keptOf(user, token)
      add(kept, next)
      add(kept, previous)
    },

    /** How many entries of a user made room for others. */
    forgotten: (user: number | null): number => forgotten.get(user) ?? 0,

    /** Somebody cleared the journal of a user, or of all. */
    clearForgotten(user: number | null | undefined): void {
      if (user === undefined) forgotten.clear()
      else forgotten.delete(user)
    },

    /** Whether a token was given the cursor, or the dashboard was, as far as anybody can tell. */
    has(user: number, token: number, cursor: string): boolean {
      const number = cursorNumber(cursor)
      const isShown = shownInDashboard.cursors.has(number) || !shownInDashboard.isWhole
      return isShown || find(user, token)?.cursors.has(number) === true
    },

    /** Whether another token than this one was given the cursor. */
    isForeign(token: number, cursor: string): boolean {
      const number = cursorNumber(cursor)
      return [...byUser.values()].some((tokens) =>
        [...tokens].some(([id, { cursors }]) => id !== token && cursors.has(number)),
      )
    },

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
