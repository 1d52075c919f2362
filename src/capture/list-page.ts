// Reads one answer of a list and finds the position of the next one.

import * as z from 'zod'
import { readTables } from '../dataset/json.ts'
import type { LiveAnswer } from '../live/request.ts'
import { quoteValue } from '../problems/problems.ts'
import { CaptureError } from './capture-error.ts'

/** The query parameters that lead to an answer: `page` or `cursor`. */
export type Position = Readonly<Record<string, string>>

export type ListPage = {
  readonly rows: readonly unknown[]
  readonly paginator: 'page' | 'cursor'
  readonly total: number | null
  /** Undefined on the last page. */
  readonly next: Position | undefined
}

const List = z.looseObject({
  data: z.array(z.unknown()),
  current_page: z.coerce.number().optional(),
  last_page: z.coerce.number().optional(),
  total: z.coerce.number().optional().catch(undefined),
  next_page_url: z.string().nullish(),
  next_cursor: z.string().nullish(),
})
type List = z.infer<typeof List>

/** Throws a CaptureError for an answer that is not a list. */
export function parseListPage(answer: LiveAnswer): ListPage {
  const { data: list } = List.safeParse(readBody(requireOk(answer)))
  if (!list) throw refusal(answer, 'is no list of conversations; is it this API?')
  const isPage = list.current_page !== undefined
  return {
    rows: list.data,
    paginator: isPage ? 'page' : 'cursor',
    total: isPage && list.total !== undefined ? list.total : null,
    next: isPage ? nextPage(list) : nextCursor(list),
  }
}

function nextPage({ data, current_page: page = 1, last_page, next_page_url }: List) {
  const hasNext =
    next_page_url === undefined
      ? last_page === undefined
        ? data.length > 0
        : page < last_page
      : next_page_url !== null
  return hasNext ? { page: String(page + 1) } : undefined
}

const nextCursor = ({ next_cursor: cursor }: List): Position | undefined =>
  typeof cursor === 'string' && cursor !== '' ? { cursor } : undefined

function readBody(answer: LiveAnswer): unknown {
  try {
    return readTables(answer.text)
  } catch {
    const type = answer.headers.get('content-type')?.split(';')[0] ?? 'no type'
    throw refusal(
      answer,
      `is ${quoteValue(type, 60)} that is no JSON; is it the API, and not its web page?`,
    )
  }
}

function requireOk(answer: LiveAnswer): LiveAnswer {
  const { status, headers } = answer
  if (status === 200) return answer
  if (status === 401 || status === 403) throw refusal(answer, `is ${status}; check the token`)
  if (status === 422) throw refusal(answer, `is 422${messageIn(answer)}; correct the filters`)
  if (status >= 300 && status < 400)
    throw refusal(
      answer,
      `is ${status} and leads to ${quoteValue(headers.get('location') ?? 'nowhere', 100)}; check --live`,
    )
  if (status === 404) throw refusal(answer, 'is 404; check --live')
  throw refusal(answer, `is ${status}; try again when it answers 200`)
}

const Message = z.looseObject({ message: z.string() })

function messageIn({ text }: LiveAnswer): string {
  try {
    const { message } = Message.parse(JSON.parse(text))
    return ` (${quoteValue(message, 100)})`
  } catch {
    return ''
  }
}

/** The message leaves the query out, because it may hold a cursor or a phone number. */
const refusal = ({ url }: LiveAnswer, message: string): CaptureError =>
  new CaptureError(`the answer of ${url.split('?')[0]} ${message}`)
