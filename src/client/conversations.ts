// The calls that create, list, find, change and delete conversations.

import type { ListInput } from '../dataset/list.ts'
import type { Scope } from './http.ts'
import type { ConversationControl } from './controls.ts'
import type { PartialConversation, ConversationRow } from './wire.ts'

type Seed = { readonly seed?: number }

export function createConversationControl({ http, user }: Scope): ConversationControl {
  return {
    create,
    list: async (query) =>
      (
        await http.call<{ conversations: ConversationRow[] }>('GET', '/conversations', {
          query: { ...query, user },
        })
      ).conversations,
    count: async (filters) =>
      (
        await http.call<{ total: number }>('GET', '/conversations', {
          query: { ...filters, user, limit: 1 },
        })
      ).total,
    statistics: ({ days } = {}) => http.call('GET', '/statistics', { query: { user, days } }),
    find: (id) => http.find<ConversationRow>(pathOf(id), { user }),
    update: (id, changes) => http.call('PATCH', pathOf(id), { query: { user }, body: changes }),
    delete: (id) => http.call('DELETE', pathOf(id), { query: { user } }),
  }

  function create(given?: PartialConversation, options?: Seed): Promise<ConversationRow>
  function create(rows: readonly PartialConversation[], options?: Seed): Promise<ConversationRow[]>
  function create(list: ListInput): Promise<ConversationRow[]>
  async function create(
    given: PartialConversation | readonly PartialConversation[] | ListInput = {},
    { seed }: Seed = {},
  ): Promise<ConversationRow | ConversationRow[]> {
    const { conversations } = await http.call<{ conversations: [ConversationRow] }>(
      'POST',
      '/conversations',
      {
        query: { user, seed },
        body: given,
      },
    )
    return Array.isArray(given) || 'data' in given ? conversations : conversations[0]
  }
}

const pathOf = (id: number | string): string => `/conversations/${encodeURIComponent(id)}`
