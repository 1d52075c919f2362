// The answers to the questions so far, with the lists that they hold.

import * as z from 'zod'
import { LIST_PATH } from '../editions.ts'
import type { Question } from '../live/live-api.ts'
import type { LiveAnswer } from '../live/request.ts'

export type Answered = {
  readonly question: Question
  readonly answer: LiveAnswer
  /** Undefined when the answer is not a list. */
  readonly list: SeenList | undefined
}

export type Answers = {
  /** The origin and prefix of the API, without the path of its list. */
  readonly base: string
  get(name: string): Answered | undefined
  /**
   * The reason why a question failed or was not reached. Undefined when it
   * was answered, or when earlier answers gave nothing to ask with.
   */
  problemOf(name: string): string | undefined
}

const nullableText = z.string().nullish().catch(undefined)

const List = z.looseObject({
  data: z.array(z.looseObject({})),
  current_page: z.number().optional().catch(undefined),
  last_page: z.number().optional().catch(undefined),
  total: z.number().optional().catch(undefined),
  per_page: z.coerce.number().optional().catch(undefined),
  path: z.string().optional().catch(undefined),
  links: z.array(z.looseObject({})).optional().catch(undefined),
  first_page_url: nullableText,
  next_page_url: nullableText,
  prev_page_url: nullableText,
  next_cursor: nullableText,
  prev_cursor: nullableText,
})

export type SeenList = z.infer<typeof List> & { readonly keys: readonly string[] }

export function parseSeenList({ status, text }: LiveAnswer): SeenList | undefined {
  const body = status === 200 ? parseJson(text) : undefined
  const list = List.safeParse(body).data
  // The schema puts its own fields first, so the original order comes from the body.
  return list && { ...list, keys: Object.keys(Object(body)) }
}

/** Undefined for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isPage = (list: SeenList | undefined): list is SeenList =>
  list?.current_page !== undefined

export const isCursorPage = (list: SeenList | undefined): list is SeenList =>
  list !== undefined && list.current_page === undefined && list.keys.includes('next_cursor')

/** The members of a cursor in their order. Undefined for a cursor that is not Laravel's. */
export function decodeCursor(cursor: string | null | undefined): object | undefined {
  if (typeof cursor !== 'string') return undefined
  const value = parseJson(Buffer.from(cursor, 'base64url').toString())
  return typeof value === 'object' && value !== null && '_pointsToNextItems' in value
    ? value
    : undefined
}

const Invalid = z.looseObject({ errors: z.record(z.string(), z.array(z.string())) })

/** The messages of a 422 by field, in Laravel's format. */
export function errorsIn(answered: Answered | undefined): Record<string, string[]> | undefined {
  if (answered?.answer.status !== 422) return undefined
  return Invalid.safeParse(parseJson(answered.answer.text)).data?.errors
}

const Message = z.looseObject({ message: z.string() })

export const messageIn = ({ answer }: Answered): string | undefined =>
  Message.safeParse(parseJson(answer.text)).data?.message

/** The URL of the list, without a query. */
export const listUrlOf = ({ base }: Answers): string => base + LIST_PATH

/** The lists in the answers to these questions. */
export const lists = (answers: Answers, names: readonly string[]): SeenList[] =>
  names.flatMap((name) => answers.get(name)?.list ?? [])
