// Writes the rows of a new user over many turns.

import { turns } from '../clock/turns.ts'
import { batchesOf } from '../dataset/parts.ts'
import type { StagedDataset } from '../store/staged-datasets.ts'
import type { Store } from '../store/open-store.ts'
import { withPaths } from './row-problems.ts'
import type { ImportedRows } from './row-source.ts'

/**
 * Fills a staged dataset over many turns, so that other calls are answered meanwhile. `goOn` can
 * throw between two turns.
 */
export async function importRows<T>(
  store: Store,
  { assistants, conversations, messages }: ImportedRows,
  goOn: () => void,
  publish: (staged: StagedDataset) => T,
): Promise<T> {
  const staged = store.openStagedDataset({ byUser: false })

  async function addInTurns<Row>(
    rows: Iterable<Row>,
    add: (batch: Row[], first: number) => number,
  ): Promise<void> {
    let first = 0
    for (const batch of batchesOf(rows)) {
      for (let rest = batch; rest.length > 0;) {
        const added = add(rest, first)
        rest = rest.slice(added)
        first += added
        await turns.pause()
        await store.untilNextChange()
        goOn()
      }
    }
  }

  try {
    await addInTurns(assistants, (batch, first) =>
      withPaths(
        (index) => ['dataset', 'assistants', first + index],
        () => staged.addAssistants(batch),
      ),
    )
    await addInTurns(conversations, (batch, first) =>
      withPaths(
        (index) => ['dataset', 'conversations', first + index],
        () => staged.addConversations(batch),
      ),
    )
    if (messages) staged.addMessages('messages', [])
    await addInTurns(messages ?? [], (batch, first) =>
      withPaths(
        (index) => ['dataset', 'messages', first + index],
        () => staged.addMessages('messages', batch),
      ),
    )
    return publish(staged)
  } catch (error) {
    staged.abandon()
    throw error
  }
}
