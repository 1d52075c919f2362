// `empty_page`: a page without rows, but with a link to a next page.

import * as z from 'zod'
import { type Behaviour, onLists } from './behaviour.ts'

export const EmptyPageEffect = z.strictObject({ type: z.literal('empty_page') }).meta({
  id: 'EmptyPageEffect',
  description:
    'Returns no rows, but a next link. With cursor pagination, the link leads to the ' +
    'withheld rows. With page pagination, the link leads to the page after them.',
})
export type EmptyPageEffect = z.infer<typeof EmptyPageEffect>

const noRows = { items: '', count: 0 } as const

export function emptyPage(): Behaviour {
  return {
    appliesTo: onLists,
    distorts: () => ({
      page: (page, here) => ({
        ...page,
        ...noRows,
        next: page.page + 1n,
        cursors: page.cursors && { ...page.cursors, next: here },
      }),
      cursorPage: (page, here) => ({ ...page, ...noRows, nextCursor: here }),
    }),
  }
}
