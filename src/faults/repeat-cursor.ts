// `repeat_cursor`: the link to the next page leads to the same page again.

import * as z from 'zod'
import { type Behaviour, onLists } from './behaviour.ts'

export const RepeatCursorEffect = z.strictObject({ type: z.literal('repeat_cursor') }).meta({
  id: 'RepeatCursorEffect',
  description: 'Makes next_cursor and next_page_url lead to the same page again.',
})
export type RepeatCursorEffect = z.infer<typeof RepeatCursorEffect>

export function repeatCursor(): Behaviour {
  return {
    appliesTo: onLists,
    distorts: () => ({
      page: (page, here) => ({
        ...page,
        next: page.page,
        cursors: page.cursors && { ...page.cursors, next: here },
      }),
      cursorPage: (page, here) => ({ ...page, nextCursor: here }),
    }),
  }
}
