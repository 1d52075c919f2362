// Rows to fill a store with, and what a list of them must be, by plain JavaScript.

import type { Assistant, Conversation, Dataset } from '../../src/dataset/dataset.ts'
import { encodeJson } from '../../src/php/json.ts'
import { generateDataset } from '../../src/seed/generator.ts'
import type { SortOrder } from '../../src/dataset/sort-order.ts'
import type { Query } from '../../src/store/where.ts'

/** A row's list texts are its id alone, so that a list can be read at a glance. */
export const render = ({ id, variables }: Conversation) => ({
  basic: String(id),
  full: `"${id}"`,
  variables: encodeJson(variables),
})

export type Ages = 'rising with id' | 'rising with id, with ties' | 'in no order'

/** The same rows with other dates: the generator's, those cut to the day, or the generator's in another order. */
export async function createRows(count: number, ages: Ages, seed = 8): Promise<Dataset> {
  const { users, tokens, assistants, conversations } = await generateDataset({ count, seed })
  const dateOf = (index: number): string => conversations[index]?.created_at ?? ''
  const dates: Record<Ages, (index: number) => string> = {
    'rising with id': dateOf,
    'rising with id, with ties': (index) => `${dateOf(index).slice(0, 10)} 12:00:00`,
    'in no order': (index) => dateOf((index * 7919) % count),
  }
  return {
    users: [...users, { id: 2, name: '', email: '', total_balance: 100 }],
    tokens,
    // The rows of two users lie between each other.
    assistants: assistants.map((assistant) => ownedBy(assistant.id === 3 ? 2 : 1, assistant)),
    conversations: conversations.map((row, index) => createdAt(dates[ages](index), row)),
  }
}

/** Rows of one user alone; their ids repeat those of all others. */
export async function createOwnRows(count: number, ages: Ages, seed = 8): Promise<Dataset> {
  const { assistants, ...rows } = await createRows(count, ages, seed)
  return { ...rows, assistants: assistants.map((assistant) => ownedBy(1, assistant)) }
}

export const altered = (row: Conversation, change: Partial<Conversation>): Conversation => ({
  ...row,
  ...change,
})
const ownedBy = (user_id: number, assistant: Assistant): Assistant => ({ ...assistant, user_id })
const createdAt = (created_at: string, row: Conversation): Conversation => ({ ...row, created_at })

/** The ids of a list in its order. The first user has the first dataset, the second the second. */
export function expectedIds(
  { assistants, conversations }: Dataset,
  { datasetId, filters }: Query,
  order: SortOrder,
): number[] {
  const owned = new Set(
    assistants.filter(({ user_id }) => user_id === datasetId).map(({ id }) => id),
  )
  const rows = conversations.filter(
    (row) =>
      owned.has(row.assistant_id) &&
      (filters.type === undefined || row.type === filters.type) &&
      (filters.assistant_id === undefined || row.assistant_id === filters.assistant_id) &&
      (filters.customer_phone === undefined || row.customer_phone === filters.customer_phone) &&
      (filters.whatsapp_sender_phone === undefined ||
        row.whatsapp_sender_phone === filters.whatsapp_sender_phone) &&
      (filters.external_identifier === undefined ||
        row.external_identifier === filters.external_identifier) &&
      (filters.date_from === undefined || row.created_at.slice(0, 10) >= filters.date_from) &&
      (filters.date_to === undefined || row.created_at.slice(0, 10) <= filters.date_to),
  )
  const byId = rows.toSorted((a, b) => b.id - a.id)
  const sorted =
    order === 'id'
      ? byId
      : byId.toSorted((a, b) =>
          a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0,
        )
  return sorted.map(({ id }) => id)
}

export const idsOf = (items: string): number[] => (items === '' ? [] : items.split(',').map(Number))
