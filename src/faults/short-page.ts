// `short_page`: a page with fewer rows than per_page although more rows follow.

import * as z from 'zod'
import { type Behaviour, onLists } from './behaviour.ts'

export const ShortPageEffect = z
  .strictObject({
    type: z.literal('short_page'),
    rows: z
      .int()
      .min(1)
      .max(99)
      .optional()
      .describe('How many; one less than per_page when absent, and never more than that.'),
  })
  .meta({
    id: 'ShortPageEffect',
    description:
      'Gives fewer rows than per_page. By cursor none is lost, because next_cursor goes on after the last one; by page they are.',
  })
export type ShortPageEffect = z.infer<typeof ShortPageEffect>

export function shortPage({ rows = Infinity }: ShortPageEffect): Behaviour {
  return {
    appliesTo: onLists,
    distorts: () => ({ limit: (perPage) => Math.max(1, Math.min(rows, perPage - 1)) }),
  }
}
