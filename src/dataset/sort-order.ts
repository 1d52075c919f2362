// The two orders in which Laravel can list conversations, the newest first.

export type SortOrder = 'id' | 'created_at'

/** The values by which a row is sorted. */
export type SortKey = { readonly id: number; readonly created_at: string }

/** The columns to sort by, the most significant first. */
export const sortColumns = {
  id: ['id'],
  created_at: ['created_at', 'id'],
} as const satisfies Record<SortOrder, readonly string[]>
