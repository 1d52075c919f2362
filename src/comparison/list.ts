// The fields that a list has in both generations of the API. The body may come from any server.

import * as z from 'zod'

/** The fields that both generations document. */
export const sharedFields = [
  'id',
  'assistant_id',
  'assistant_name',
  'type',
  'message_count',
  'total_cost',
  'ai_enabled',
  'created_at',
  'updated_at',
] as const
export type SharedField = (typeof sharedFields)[number]

const value = z.unknown()

const Row = z.object({
  id: z.union([z.string(), z.number()]),
  assistant_id: value,
  assistant_name: value,
  type: value,
  message_count: value,
  total_cost: value,
  ai_enabled: value,
  created_at: value,
  updated_at: value,
} satisfies Record<SharedField, z.ZodType>)
export type Row = z.infer<typeof Row>

const List = z.object({
  data: z.array(Row),
  /** Present in every page list, even in one that also has cursors. */
  current_page: z.int().optional(),
  total: z.int().optional(),
  /** Undefined in a list of the other generation. */
  next_page_url: z.string().nullish(),
  next_cursor: z.string().nullish(),
})
export type List = z.infer<typeof List>

/**
 * Undefined for JSON that is not a list of conversations. Throws a SyntaxError for text that is not
 * JSON.
 */
export const parseList = (text: string): List | undefined => List.safeParse(JSON.parse(text)).data
