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
  .describe(
    'The number of a row in the list. Null on an empty page. Very high page numbers may give ' +
      'more than 64 bits.',
  )
const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .nullable()
  .meta({ examples: ['eyJpZCI6MTAwLCJfcG9pbnRzVG9OZXh0SXRlbXMiOnRydWV9'] })

const PageLink = z
  .strictObject({
    url: url
      .nullable()
      .describe(
        'The URL of the page. Null when the page does not exist, and for a gap in the pager.',
      ),
    label: z.string().regex(/^(?:&laquo; Previous|Next &raquo;|\.\.\.|\d+)$/),
    page: z
      .int()
      .min(1)
      .nullable()
      .optional()
      .describe(
        'The page number in the URL. Exists from Laravel 12 on, but has no number for a gap ' +
          'in the pager.',
      ),
    active: z.boolean(),
  })
  .meta({ id: 'PageLink', description: 'A button of a pager. The label is HTML.' })
type PageLink = z.infer<typeof PageLink>

const page = <Item extends z.ZodType>(item: Item) => ({
  current_page: z
    .int()
    .min(1)
    .meta({ description: 'The requested page number, even past the last page.', format: 'int64' }),
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

const ConversationPage = z.strictObject(page(BasicConversation)).meta({
  id: 'ConversationPage',
  description: `Laravel's LengthAwarePaginator. Editions: ${listEditions(({ paginator }) => paginator === 'page')}. ${otherPage}`,
})
type ConversationPage = z.infer<typeof ConversationPage>

const editionsWithCursorKeys = (keys: Edition['cursorKeys']): string =>
  listEditions(({ paginator, cursorKeys }) => paginator !== 'page' && cursorKeys === keys)

const nullAtEnd = 'The cursor of the next page. Null on the last page.'
const nextCursor = cursor.describe(nullAtEnd)
const prevCursor = cursor.describe('The cursor of the previous page. Null on the first page.')
const conversations = z.array(FullConversation).max(MAX_PER_PAGE)

const PageWithCursors = z
  .strictObject({
    ...page(FullConversation),
    next_cursor: cursor.describe('The cursor that continues this list. Null on the last page.'),
    prev_cursor: prevCursor,
  })
  .meta({
    id: 'PageWithCursors',
    description:
      'A page with full conversations, and the cursors that continue the list. Editions: ' +
      `${listEditions(({ paginator }) => paginator === 'either')}, when the query has no ` +
      `\`cursor\`. ${otherPage}`,
  })
type PageWithCursors = z.infer<typeof PageWithCursors>

const CursorPage = z
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
type CursorPage = z.infer<typeof CursorPage>

const ShortCursorPage = z
  .strictObject({
    data: conversations,
    path: url,
    per_page: perPage,
    next_cursor: nextCursor,
    prev_cursor: prevCursor,
  })
  .meta({
    id: 'ShortCursorPage',
    description:
      'A cursor page with the keys of the public example. Editions: ' +
      `${editionsWithCursorKeys(5)}; in the others with cursors only when the switch ` +
      '`cursorKeys` is 5.',
  })
type ShortCursorPage = z.infer<typeof ShortCursorPage>

export const ConversationList = z
  .xor([ConversationPage, PageWithCursors, CursorPage, ShortCursorPage])
  .meta({
    id: 'ConversationList',
    description:
      "A list in the paginator of the token's edition. Exactly one of the shapes applies.",
  })
export type ConversationList = z.infer<typeof ConversationList>
