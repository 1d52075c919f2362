// A store with very many changed rows, and steps on it that take many turns.

import { createInvention } from '../../src/seed/invention.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { altered, createRows, render } from './rows.ts'
import { say } from './worlds.ts'

const start = await createRows(1200, 'rising with id')

/** User 1 has changed rows of every kind in the snapshot "changed"; then others were changed. */
export async function openCopied(file: string | undefined, isShared = false): Promise<Store> {
  const store = await openStore({
    file,
    isShared,
    order: 'id',
    render,
    ...createInvention(1),
    seed: () => Promise.resolve({ rows: start, datasetName: 'copied' }),
  })
  if (store.snapshots.list(1).length > 0) return store
  changeRows(store, 1)
  store.snapshots.save(1, 'changed', 0)
  changeRows(store, 2)
  return store
}

/** Deleted, changed in an indexed column and in a plain one, added, and added and deleted again. */
export function changeRows(store: Store, seed: number): void {
  const { rows, users } = store
  const ownDataset = users.find(1)?.dataset_id ?? 0
  const all = [...rows.each(ownDataset)].filter(({ id }) => id % 7 !== seed)
  const next = rows.nextId(ownDataset)
  const added = all
    .slice(0, 40)
    .map((row, index) => altered(row, { id: next + index, uuid: `added ${seed} ${index}` }))
  rows.write(ownDataset, {
    delete: all.filter(({ id }) => id % 5 === seed).map(({ id }) => id),
    update: all
      .filter(({ id }) => id % 5 !== seed)
      .map((row) =>
        altered(
          row,
          row.id % 2 === 0
            ? { message_count: 70 + seed }
            : { uuid: `moved ${seed} ${row.id}`, created_at: '2001-01-01 00:00:00' },
        ),
      ),
    insert: added,
  })
  rows.write(ownDataset, { delete: added.slice(10, 20).map(({ id }) => id) })
  talk(store, ownDataset, seed)
}

/** What clients change besides rows: more messages than are copied in one turn, the balance, a webhook. */
function talk({ rows, chats, charge, assistants }: Store, datasetId: number, seed: number): void {
  const spoken = [...rows.each(datasetId)].filter(({ id }) => id % 9 === seed)
  for (const { uuid } of spoken) {
    const chat = chats.find(uuid, datasetId)
    if (chat) chats.add(chat, [say(`${seed}`), say('answer', 'assistant')], { total_cost: seed })
  }
  charge(1, seed / 100)
  const webhook = `https://example.com/${seed}`
  assistants.setWebhook(datasetId, 1, webhook, seed)
}

const steps = [
  async (store: Store) => store.resetInTurns(1),
  async (store: Store) => store.snapshots.restoreInTurns(() => ({ userId: 1, name: 'changed' })),
  async (store: Store, number: number) =>
    store.snapshots.saveInTurns(() => ({ userId: 1, name: 'again', createdAt: number })),
  async (store: Store) => store.resetInTurns(),
  async (store: Store) => store.snapshots.restoreInTurns(() => ({ userId: 1, name: 'again' })),
] as const

export const takeLongStep = async (store: Store, number: number): Promise<unknown> =>
  steps[number % steps.length]?.(store, number)
