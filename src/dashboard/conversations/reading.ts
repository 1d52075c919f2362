// Reads the answer to a request: a list, a refusal, or something that no client could read.

import type { Pair } from './query.ts'

export type Exchange = {
  /** Null if there was no answer at all. */
  readonly status: number | null
  /** The response headers that a browser shows to a page. */
  readonly headers: readonly Pair[]
  /** The part of the body that arrived. */
  readonly text: string
  /** The size of the decompressed body, in bytes. */
  readonly size: number
  /** Milliseconds until the last byte, or until the connection broke. */
  readonly duration: number
  /** The reason why the answer is incomplete or missing; undefined for a complete answer. */
  readonly problem: string | undefined
}

/** A conversation as an edition shows it. Its fields depend on the edition. */
export type Item = Readonly<Record<string, unknown>>

export type List = {
  readonly items: readonly Item[]
  /** The way of paging; undefined if the answer shows no sign of one. */
  readonly paginator: 'page' | 'cursor' | undefined
  readonly page: number | undefined
  readonly lastPage: number | undefined
  readonly total: number | undefined
  readonly from: number | undefined
  readonly to: number | undefined
  /** Page numbers from the `links` of the answer; null stands for a gap. */
  readonly numbers: readonly (number | null)[]
  readonly nextCursor: string | undefined
  readonly prevCursor: string | undefined
  readonly nextUrl: string | undefined
  readonly prevUrl: string | undefined
}

export type Reading =
  | { readonly kind: 'list'; readonly list: List }
  /** An error answer: the message of the API, and its errors by parameter. */
  | {
      readonly kind: 'refusal'
      readonly message: string
      readonly errors: Readonly<Record<string, readonly string[]>>
    }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** A missing or incomplete answer. */
  | { readonly kind: 'broken' }

export function read({
  status,
  text,
  problem,
}: Pick<Exchange, 'status' | 'text' | 'problem'>): Reading {
  if (problem !== undefined || status === null) return { kind: 'broken' }
  const { value, reason } = parse(text)
  const body = isRecord(value) ? value : {}
  if (status >= 400)
    return {
      kind: 'refusal',
      message: textIn(body, 'message') ?? 'It gave no message.',
      errors: errorsIn(body),
    }
  if (reason !== undefined) return { kind: 'unreadable', reason }
  if (!Array.isArray(body['data']))
    return { kind: 'unreadable', reason: 'The body is JSON, but holds no list under "data".' }
  return { kind: 'list', list: toList(body, body['data']) }
}

/** Parses JSON. `reason` explains why the text is not JSON. */
export function parse(text: string): { readonly value?: unknown; readonly reason?: string } {
  if (text === '') return { reason: 'The body is empty.' }
  try {
    const value: unknown = JSON.parse(text)
    return { value }
  } catch (error) {
    return {
      reason: `The body is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function toList(body: Item, data: readonly unknown[]): List {
  return {
    items: data.filter(isRecord),
    paginator:
      'current_page' in body
        ? 'page'
        : 'next_cursor' in body || 'prev_cursor' in body
          ? 'cursor'
          : undefined,
    page: numberIn(body, 'current_page'),
    lastPage: numberIn(body, 'last_page'),
    total: numberIn(body, 'total'),
    from: numberIn(body, 'from'),
    to: numberIn(body, 'to'),
    numbers: numbersOf(body['links']),
    nextCursor: textIn(body, 'next_cursor'),
    prevCursor: textIn(body, 'prev_cursor'),
    nextUrl: textIn(body, 'next_page_url'),
    prevUrl: textIn(body, 'prev_page_url'),
  }
}

/** The page numbers among the links, without the links "Previous" and "Next". */
function numbersOf(links: unknown): (number | null)[] {
  if (!Array.isArray(links)) return []
  return links.filter(isRecord).flatMap(({ label }) => {
    if (label === '...') return [null]
    return typeof label === 'string' && /^\d+$/.test(label) ? [Number(label)] : []
  })
}

function errorsIn({ errors }: Item): Record<string, readonly string[]> {
  if (!isRecord(errors)) return {}
  return Object.fromEntries(
    Object.entries(errors).map(([name, messages]) => [
      name,
      Array.isArray(messages) ? messages.map(String) : [],
    ]),
  )
}

function textIn(record: Item, name: string): string | undefined {
  const value = record[name]
  return typeof value === 'string' ? value : undefined
}

function numberIn(record: Item, name: string): number | undefined {
  const value = record[name]
  return typeof value === 'number' ? value : undefined
}
