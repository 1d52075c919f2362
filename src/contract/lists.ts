// The zod schemas of both pagination shapes.

import * as z from 'zod'
import type { Edition } from '../editions.ts'
import { listEditions } from './edition-list.ts'
import { BasicConversation, FullConversation } from './schemas.ts'

const MAX_PER_PAGE = 100
// Previous, Next, and at most 13 entries between them: Laravel's UrlWindow with 3 on each side.
const MAX_LINKS = 15

const url = z.string()
const otherPage =
  'URLs of other pages carry no filters unless the switch `urls` is withQueryString.'
const perPage = z.int().min(1).max(MAX_PER_PAGE)
const rowNumber = z
  .int()
  .min(1)
  .nullable()
  .describe('Null on an empty page. May exceed 64 bits on absurdly far pages.')
const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .nullable()
  .meta({ examples: ['eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9'] })

export const PageLink = z
  .strictObject({
    url: url.nullable().describe('Null where there is no such page, and in a gap.'),
    label: z.string().regex(/^(?:&laquo; Previous|Next &raquo;|\.\.\.|\d+)$/),
    page: z
      .int()
      .min(1)
      .nullable()
      .optional()
      .describe('The number in the URL. From Laravel 12, and not in a gap.'),
    active: z.boolean(),
  })
  .meta({ id: 'PageLink', description: 'A button of a pager; the label is HTML.' })
export type PageLink = z.infer<typeof PageLink>

const page = <Item extends z.ZodType>(item: Item) => ({
  current_page: z
    .int()
    .min(1)
    .meta({ description: 'The page that was asked for, even past the last one.', format: 'int64' }),
  data: z.array(item).max(MAX_PER_PAGE),
  first_page_url: url,
  from: rowNumber,
  last_page: z.int().min(1),
  last_page_url: url,
  links: z.array(PageLink).min(3).max(MAX_LINKS),
  next_page_url: url.nullable(),
  path: url,
  per_page: perPage,
  prev_page_url: url.nullable(),
  to: rowNumber,
  total: z.int().nonnegative(),
})

export const ConversationPage = z.strictObject(page(BasicConversation)).meta({
  id: 'ConversationPage',
  description: `Laravel's LengthAwarePaginator. Editions: ${listEditions(({ paginator }) => paginator === 'page')}. ${otherPage}`,
})
export type ConversationPage = z.infer<typeof ConversationPage>

const editionsWithCursorKeys = (keys: Edition['cursorKeys']): string =>
  listEditions(({ paginator, cursorKeys }) => paginator !== 'page' && cursorKeys === keys)

const nullAtEnd = 'Null when nothing follows.'
const nextCursor = cursor.describe(nullAtEnd)
const prevCursor = cursor.describe('Null on the first page.')
const conversations = z.array(FullConversation).max(MAX_PER_PAGE)

export const PageWithCursors = z
  .strictObject({
    ...page(FullConversation),
    next_cursor: cursor.describe(`The rest of the list by cursor. ${nullAtEnd}`),
    prev_cursor: prevCursor,
  })
  .meta({
    id: 'PageWithCursors',
    description: `The same page with full conversations, and the cursors that lead on from it. Editions: ${listEditions(({ paginator }) => paginator === 'either')}, when the query has no \`cursor\`. ${otherPage}`,
  })
export type PageWithCursors = z.infer<typeof PageWithCursors>

export const CursorPage = z
  .strictObject({
    data: conversations,
    path: url,
    per_page: perPage,
    next_cursor: nextCursor,
    next_page_url: url.nullable(),
    prev_cursor: prevCursor,
    prev_page_url: url.nullable(),
  })
  .meta({
    id: 'CursorPage',
    description: `Laravel's CursorPaginator. Editions: ${editionsWithCursorKeys(7)}; in the others with cursors only when the switch \`cursorKeys\` is 7. ${otherPage}`,
  })
export type CursorPage = z.infer<typeof CursorPage>

export const ShortCursorPage = z
  .strictObject({
    data: conversations,
    path: url,
    per_page: perPage,
    next_cursor: nextCursor,
    prev_cursor: prevCursor,
  })
  .meta({
    id: 'ShortCursorPage',
    description: `The keys that the public example shows. Editions: ${editionsWithCursorKeys(5)}; in the others with cursors only when the switch \`cursorKeys\` is 5.`,
  })
export type ShortCursorPage = z.infer<typeof ShortCursorPage>

export const ConversationList = z
  .xor([ConversationPage, PageWithCursors, CursorPage, ShortCursorPage])
  .meta({
    id: 'ConversationList',
    description: "A list in the paginator of the token's edition; exactly one of the shapes.",
  })
export type ConversationList = z.infer<typeof ConversationList>
