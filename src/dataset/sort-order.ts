// The two orders in which Laravel may list conversations, newest first.

export type SortOrder = 'id' | 'created_at'

/** Where a row stands in an order. */
export type SortKey = { readonly id: number; readonly created_at: string }

/** The ordering columns, from the most to the least significant. */
export const sortColumns = {
  id: ['id'],
  created_at: ['created_at', 'id'],
} as const satisfies Record<SortOrder, readonly string[]>
