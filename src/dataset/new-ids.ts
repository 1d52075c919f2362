// The ids of new rows. Apart from their schema, which the start of the program need not load.

import type { PartialConversation } from './partial-conversation.ts'

/** An id for each row in turn: the one that it names, or the next from `first` on that none of them does. */
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
