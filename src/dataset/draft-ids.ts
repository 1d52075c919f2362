// The ids of new rows. Apart from their schema, which the start of the program need not load.

import type { ConversationDraft } from './draft.ts'

/** An id for each draft in turn: the one that it names, or the next from `first` on that none of them does. */
export function* assignIds(
  drafts: readonly ConversationDraft[],
  first: number,
): Generator<{ draft: ConversationDraft; id: number }> {
  const named = new Set(drafts.map((draft) => draft.id))
  let next = first
  for (const draft of drafts) {
    while (named.has(next)) next++
    yield { draft, id: draft.id ?? next++ }
  }
}
