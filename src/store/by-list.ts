// Keeps computed values of lists. The name of a list changes with its rows, so an outdated value is
// never found.

import { deleteFirst } from './delete-first.ts'

const MAX_LISTS = 10_000

export function createByList<T>() {
  const values = new Map<string, T>()

  return {
    get: (name: string): T | undefined => values.get(name),

    /** Stores a value and returns it. */
    set(name: string, value: T): T {
      values.set(name, value)
      if (values.size > MAX_LISTS) deleteFirst(values)
      return value
    },
  }
}
