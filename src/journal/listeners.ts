// The listeners of the journal, which hear of each entry as it is added.

import type { Entry } from './entry.ts'

export type EntryListener = (entry: Entry) => void

export const MAX_LISTENERS = 32

export function createListeners() {
  let listeners: readonly EntryListener[] = []

  return {
    tell(entry: Entry): void {
      for (const listener of listeners) listener(entry)
    },

    /** Returns the function that ends the subscription; undefined beyond MAX_LISTENERS. */
    subscribe(listener: EntryListener): (() => void) | undefined {
      if (listeners.length >= MAX_LISTENERS) return undefined
      const own: EntryListener = (entry) => listener(entry)
      listeners = [...listeners, own]
      return () => {
        listeners = listeners.filter((other) => other !== own)
      }
    },

    count: (): number => listeners.length,
  }
}
