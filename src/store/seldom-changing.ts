// Users and assistants: almost every call reads them, and few calls change them.

import { deleteFirst } from './delete-first.ts'
import type { Statements } from './statements.ts'

/** Far more than the clients of a moment talk to. */
const MAX_KNOWN = 200

/** Remembers what was read by a key, until something changes. A missing value is read each time. */
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
