// Datasets in which something is said, for the tests of what the API's clients do.

import { completeAssistant } from '../../src/dataset/assistant.ts'
import type { Conversation, Dataset, User } from '../../src/dataset/dataset.ts'
import type { Message } from '../../src/dataset/message.ts'
import type { Chat } from '../../src/store/chats.ts'
import type { Store } from '../../src/store/open-store.ts'
import { altered, createRows } from './rows.ts'

/** 2025-02-20 09:00:00. */
export const NOW = 1_740_042_000

const { users, tokens, assistants, conversations } = await createRows(60, 'rising with id')

const [first, second, third] = assistants
if (!first || !second || !third) throw new Error('too few assistants')

export const withBalance = (user: User, total_balance: number): User => ({
  ...user,
  total_balance,
})

/** User 1 has the assistants 1, 2 and 4, which is deleted, user 2 the third. */
export const world: Dataset = {
  users: users.map((user) => withBalance(user, user.id === 2 ? 0.02 : 100)),
  tokens,
  assistants: [
    completeAssistant({
      ...first,
      initial_message: 'Hi {{name}}',
      variables: new Map([['company', 'x']]),
    }),
    { ...second, conversation_ended_webhook_url: 'https://example.com/hook' },
    third,
    completeAssistant({
      id: 4,
      uuid: 'deleted',
      user_id: 1,
      name: 'Deleted',
      deleted_at: '2025-01-10 10:00:00',
    }),
  ],
  conversations: conversations.map((row) => altered(row, row.id === 5 ? { assistant_id: 4 } : {})),
}

/** Conversations 7 and 8 alone have messages, which are all that was said. */
export const spokenWorld: Dataset = {
  ...world,
  messages: [
    { id: 3, conversation_id: 7, role: 'user', content: 'third', function_calls: [] },
    { id: 1, conversation_id: 7, role: 'assistant', content: 'first', function_calls: null },
    { id: 2, conversation_id: 8, role: 'user', content: 'second', function_calls: null },
  ],
}

export const say = (content: string, role: Message['role'] = 'user'): Message => ({
  role,
  content,
  function_calls: null,
})

export function chatOf(store: Store, { uuid }: Pick<Conversation, 'uuid'>): Chat {
  const chat = store.chats.find(uuid)
  if (!chat) throw new Error(`there is no conversation ${uuid}`)
  return chat
}

export const rowOf = (dataset: Dataset, id: number): Conversation => {
  const row = dataset.conversations.find((conversation) => conversation.id === id)
  if (!row) throw new Error(`there is no row ${id}`)
  return row
}

/** The texts of a conversation, by its uuid. */
export const textsOf = (store: Store, conversation: Pick<Conversation, 'uuid'>): string[] =>
  store.chats.history(chatOf(store, conversation)).map(({ content }) => content)
