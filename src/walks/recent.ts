// The latest walks of one token and name, sorted out by list. Lists of walks have the latest first.

import type { WalkBuilder } from './walk-builder.ts'

/** The number of latest walks that are searched. A cursor may lead to an older walk. */
const MAX = 64

export type Recent = ReturnType<typeof createRecent>

export function createRecent() {
  const all: WalkBuilder[] = []
  let paged: readonly WalkBuilder[] | undefined
  const alike = new Map<string, readonly WalkBuilder[]>()
  return {
    all: (): readonly WalkBuilder[] => all,

    /** The walks that began by page. */
    paged: (): readonly WalkBuilder[] =>
      (paged ??= all.filter(({ start }) => start.paginator === 'page')),

    /** The walks with these options. */
    alike(optionsKey: string): readonly WalkBuilder[] {
      let known = alike.get(optionsKey)
      if (!known)
        alike.set(optionsKey, (known = all.filter((walk) => walk.optionsKey() === optionsKey)))
      return known
    },

    begin(builder: WalkBuilder): void {
      all.unshift(builder)
      if (all.length > MAX) all.pop()
      paged = undefined
      alike.clear()
    },

    /** To be called when the options of a walk have changed. */
    sortAgain(): void {
      alike.clear()
    },
  }
}
