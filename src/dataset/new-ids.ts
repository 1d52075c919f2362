// Assigns the ids of new rows. The file is separate, so that the start need not load the schema.

import type { PartialConversation } from './partial-conversation.ts'

/** Yields each row with its own id, or with the next free id from `first` on. */
export function* assignIds(
  rows: readonly PartialConversation[],
  first: number,
): Generator<{ row: PartialConversation; id: number }> {
  const named = new Set(rows.map((row) => row.id))
  let next = first
  for (const row of rows) {
    while (named.has(next)) next++
    yield { row, id: row.id ?? next++ }
  }
}
