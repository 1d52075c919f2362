// `count_drift`: the total changes from page to page.

import * as z from 'zod'
import type { Behaviour } from './behaviour.ts'
import { paginatorIn } from './list-request.ts'

export const CountDriftEffect = z
  .strictObject({
    type: z.literal('count_drift'),
    by: z
      .int()
      .min(-1_000_000)
      .max(1_000_000)
      .refine((by) => by !== 0, { error: 'must not be 0' })
      .default(1)
      .describe(
        'The change of the total from one list to the next. A negative number lowers the total.',
      ),
  })
  .meta({
    id: 'CountDriftEffect',
    description: 'Changes the total from list to list. Strikes only page pagination.',
  })
export type CountDriftEffect = z.infer<typeof CountDriftEffect>

export function countDrift({ by }: CountDriftEffect): Behaviour {
  return {
    appliesTo: (exchange) => paginatorIn(exchange) === 'page',
    distorts: ({ nth }) => ({
      page: (page) => ({ ...page, total: Math.max(0, page.total + nth * by) }),
    }),
  }
}
