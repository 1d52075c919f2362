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
      .describe(
        'The number of rows on the page. The default and the maximum is per_page minus one.',
      ),
  })
  .meta({
    id: 'ShortPageEffect',
    description:
      'Returns fewer rows than per_page. With cursor pagination no row is lost, because ' +
      'next_cursor continues after the last returned row. With page pagination, the other ' +
      'rows are lost.',
  })
export type ShortPageEffect = z.infer<typeof ShortPageEffect>

export function shortPage({ rows = Infinity }: ShortPageEffect): Behaviour {
  return {
    appliesTo: onLists,
    distorts: () => ({ limit: (perPage) => Math.max(1, Math.min(rows, perPage - 1)) }),
  }
}
