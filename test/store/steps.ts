// Changes of a store, one after the other, each of which is in the file as a whole or not at all.

import { createHash } from 'node:crypto'
import { runAtOnce } from '../../src/clock/turns.ts'
import type { Conversation, Dataset } from '../../src/dataset/dataset.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import { createRandom } from '../../src/random/random.ts'
import { createInvention } from '../../src/seed/invention.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { finish } from '../finish.ts'
import { say } from './worlds.ts'
import { altered, createOwnRows, createRows, render } from './rows.ts'

const start = await createRows(300, 'rising with id')
const own: Dataset = await createOwnRows(200, 'in no order', 9)

/** A store with the rows that the steps begin with. */
export const openStart = (file: string | undefined, order: SortOrder = 'id'): Promise<Store> =>
  openStore({
    file,
    order,
    render,
    ...createInvention(1),
    seed: () => Promise.resolve({ rows: start, datasetName: 'steps' }),
  })

/** The step of a number: the same for the same state. */
export function takeStep(store: Store, number: number): void {
  const random = createRandom(number)
  const user = random.pick(store.users.list())
  const name = random.pick(['a', 'b'])
  random.pick([
    () => changeRows(store, user.dataset_id, number),
    () => changeRows(store, user.dataset_id, number),
    () => talk(store, user.dataset_id, number),
    () => talk(store, user.dataset_id, number),
    () => store.setBalance(user.id, number),
    () => store.snapshots.save(user.id, name, number),
    () => store.snapshots.restore(user.id, name),
    () => store.reset(user.id),
    () => store.reset(),
    () => finish(fillDraft(store, false).publishFor(user.id)),
    () =>
      fillDraft(store, false).publishUser({
        name: '',
        email: '',
        expires_at: null,
        tokens: [{ plain: `${number}`, edition: null }],
      }),
    () => runAtOnce(fillDraft(store, true).publishAll(start.users.slice(random.below(2)), [])),
    () => user.is_created && store.users.delete(user.id),
  ])()
}

function changeRows({ rows }: Store, datasetId: number, number: number): void {
  const all: Conversation[] = [...rows.each(datasetId)]
  const next = rows.nextId(datasetId)
  rows.write(datasetId, {
    delete: all.filter(({ id }) => id % 3 === number % 3).map(({ id }) => id),
    update: all
      .filter(({ id }) => id % 3 === (number + 1) % 3)
      .map((row) => altered(row, { message_count: number })),
    insert: all
      .slice(0, 40)
      .map((row, index) => altered(row, { id: next + index, uuid: `${number} ${index}` })),
  })
}

/** A conversation begins and is charged, or nothing of it happens. */
function talk(
  { assistants, chats, charge, change }: Store,
  datasetId: number,
  number: number,
): void {
  const [assistant] = assistants.list(datasetId, { limit: 1, offset: 0 })
  if (!assistant) return
  change(() => {
    const given = { assistant_id: assistant.id, type: 'widget', variables: null } as const
    const chat = chats.create(datasetId, { ...given, external_identifier: null }, number)
    chats.add(chat, [say(`${number}`), say('answer', 'assistant')], { total_cost: 0.01 })
    charge(chat.userId, 0.01)
  })
  const webhook = `https://example.com/${number}`
  if (number % 2 === 0) assistants.setWebhook(datasetId, assistant.id, webhook, number)
}

function fillDraft(store: Store, byUser: boolean) {
  const staged = store.openStagedDataset({ byUser })
  staged.addAssistants(own.assistants)
  for (let at = 0; at < own.conversations.length; at += 50)
    staged.addConversations(own.conversations.slice(at, at + 50))
  return staged
}

/** A short text that is the same for equal states and no others. */
export function fingerprintOf(store: Store): string {
  const hash = createHash('sha256')
  for (const { dataset_id, ...user } of store.users.list()) {
    hash.update(
      JSON.stringify([
        user,
        store.users.tokens(user.id),
        store.snapshots.list(user.id),
        store.assistants.all(dataset_id).map(({ webhook_url }) => webhook_url),
        store.profile(user.id),
        [...store.messages.each(dataset_id, 'added_messages')].filter(Boolean),
      ]),
    )
    for (const { variables: _, ...row } of store.rows.each(dataset_id))
      hash.update(JSON.stringify(row))
  }
  return hash.digest('hex')
}
