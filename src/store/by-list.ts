// Values of lists, worked out once and remembered until the rows of the list change, which changes its name.

import { deleteFirst } from './delete-first.ts'

const MAX_LISTS = 10_000

export function createByList<T>() {
  const values = new Map<string, T>()

  return {
    get: (name: string): T | undefined => values.get(name),

    /** Gives the value back. */
    set(name: string, value: T): T {
      values.set(name, value)
      if (values.size > MAX_LISTS) deleteFirst(values)
      return value
    },
  }
}
