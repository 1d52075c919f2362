// Yields the rows of a store one by one, in the form of a dataset.

import { DEFAULT_BALANCE } from '../dataset/balance.ts'
import type { Assistant, Conversation, Token, User } from '../dataset/dataset.ts'
import type { MessageRow, MessageTable } from '../dataset/message.ts'
import type { formatDataset } from '../dataset/text.ts'
import type { Store } from './open-store.ts'
import type { StoredUser } from './users.ts'

/**
 * Yields the rows in the order of a dataset file. Throws `gone` when rows are replaced during
 * reading.
 */
export function storedRows(
  store: Store,
  users: readonly StoredUser[],
  gone: () => Error,
): Parameters<typeof formatDataset>[0] {
  return {
    users: usersOf(store, users),
    tokens: tokensOf(store, users),
    assistants: assistantsOf(store, users),
    conversations: conversationsOf(store, users, gone),
    ...messagesOf(store, users, gone),
  }
}

function* usersOf(store: Store, users: readonly StoredUser[]): Generator<User, void> {
  for (const { id, name, email } of users)
    yield { id, name, email, total_balance: store.profile(id)?.total_balance ?? DEFAULT_BALANCE }
}

function* tokensOf(store: Store, users: readonly StoredUser[]): Generator<Token | undefined, void> {
  const byUser = new Map<number, Token[]>()
  for (const token of store.users.eachToken()) {
    const known = byUser.get(token.user_id)
    if (known) known.push(token)
    else byUser.set(token.user_id, [token])
    yield undefined
  }
  for (const { id } of users) yield* byUser.get(id) ?? []
}

function* assistantsOf(
  store: Store,
  users: readonly StoredUser[],
): Generator<Assistant | undefined, void> {
  for (const { dataset_id } of users) {
    yield undefined
    yield* store.assistants.all(dataset_id)
  }
}

function* conversationsOf(
  store: Store,
  users: readonly StoredUser[],
  gone: () => Error,
): Generator<Conversation | undefined, void> {
  for (const user of users) {
    yield undefined
    yield* store.rows.each(user.dataset_id)
    requireSameRows(store, user, gone)
  }
}

/**
 * The messages for the table from which a dataset gets the same messages again. Undefined gives
 * other work a turn.
 */
function messagesOf(
  store: Store,
  users: readonly StoredUser[],
  gone: () => Error,
): { readonly [table in MessageTable]?: Iterable<MessageRow | undefined> } {
  const table = store.messages.tableFor(users.map((user) => user.dataset_id))
  return table === undefined ? {} : { [table]: numberedMessages(store, users, { table, gone }) }
}

function* numberedMessages(
  store: Store,
  users: readonly StoredUser[],
  { table, gone }: { readonly table: MessageTable; readonly gone: () => Error },
): Generator<MessageRow | undefined> {
  let count = 0
  for (const user of users) {
    for (const message of store.messages.each(user.dataset_id, table))
      yield message && { id: ++count, ...message }
    requireSameRows(store, user, gone)
  }
}

/**
 * Throws when rows were replaced during reading. Otherwise the file would look like a valid dataset
 * with fewer rows.
 */
function requireSameRows(
  { users }: Store,
  { id, dataset_id }: StoredUser,
  gone: () => Error,
): void {
  if (users.find(id)?.dataset_id !== dataset_id) throw gone()
}
