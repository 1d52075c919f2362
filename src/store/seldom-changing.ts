// A cache for users and assistants: almost every call reads them, and few calls change them.

import { deleteFirst } from './delete-first.ts'
import type { Statements } from './statements.ts'

/** Enough for all users and assistants that clients use at about the same time. */
const MAX_KNOWN = 200

/** Caches a value by its key until a seldom-changing table changes. It does not cache undefined. */
export function createSeldomChanging<Value>({ seldomChanges }: Statements) {
  const known = new Map<string, Value>()
  let knownSince: number | undefined

  return function get(key: string, read: () => Value | undefined): Value | undefined {
    const changes = seldomChanges()
    if (changes !== knownSince) known.clear()
    knownSince = changes
    const value = known.get(key) ?? read()
    if (value === undefined || known.has(key)) return value
    known.set(key, value)
    if (known.size > MAX_KNOWN) deleteFirst(known)
    return value
  }
}
