// A typical client of the list, with room for one mistake. It knows the API only by its answers.

import type { Mistake, Paginator } from './kinds.ts'

export type Query = Readonly<Record<string, string>>

export type SampleAnswer = {
  readonly status: number
  /** Seconds; undefined when the answer has no Retry-After header. */
  readonly retryAfter: number | undefined
  readonly text: string
}

type SampleOptions = {
  readonly paginator: Paginator
  readonly filters: Query
  readonly perPage: number
  readonly mistake: Mistake | undefined
  /** Whether the first request has an empty cursor, for an API that offers both paginators. */
  readonly namesCursor: boolean
  /**
   * Rejects when the connection breaks. `isRefused`: this request asks for a refusal on purpose.
   */
  readonly send: (query: Query, isRefused: boolean) => Promise<SampleAnswer>
  /** Waits the given number of milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>
  readonly onRows: (count: number) => void
}

type Page = { readonly rows: number; readonly next: string | undefined }

const MOST_PAGES = 1000
const TRIES = 5
const LONGEST_WAIT_S = 120
const TURNED_DOWN_AT = 1
const STAYS = 5

/**
 * Resolves to the client's own conclusion about the walk. Rejects with the reason why the client
 * gave up.
 */
export async function runSample(options: SampleOptions): Promise<string> {
  const { filters, perPage, mistake, onRows } = options
  let next: string | undefined
  let rows = 0
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const isLater = pages > 0
    const all = {
      ...(isLater && mistake === 'drops filters' ? {} : filters),
      per_page: String(perPage),
      ...positionOf(options, next, pages),
    }
    const page = await readPage(options, all, pages)
    rows += page.rows
    onRows(rows)
    if (mistake === 'stops after two pages' && isLater) return `Believes that ${rows} rows are all.`
    const isOver = mistake === 'goes past the end' ? page.rows === 0 : page.next === undefined
    if (isOver) return `Has come to the end, with ${rows} rows.`
    if (mistake === 'stays on a page' && pages === STAYS) return `Believes in ${rows} rows.`
    next = mistake === 'stays on a page' ? (next ?? page.next) : page.next
  }
  return `Stopped after ${MOST_PAGES} pages, with ${rows} rows.`
}

function positionOf(
  { paginator, namesCursor, mistake }: SampleOptions,
  next: string | undefined,
  pages: number,
): Query {
  if (paginator === 'page') {
    if (pages === 0) return {}
    return { page: String(mistake === 'stays on a page' ? 2 : pages + 1) }
  }
  if (next === undefined) return namesCursor ? { cursor: '' } : {}
  return { cursor: mistake === 'edits cursors' ? edited(next) : next }
}

async function readPage(options: SampleOptions, query: Query, pages: number): Promise<Page> {
  const neverWaits = options.mistake === 'never waits'
  let reason = ''
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const isRefused = neverWaits && pages === TURNED_DOWN_AT && attempt === 1
    const answer = await options.send(query, isRefused).catch((error: unknown) => {
      if (error instanceof StoppedError) throw error
      return undefined
    })
    if (answer?.status === 200) return parsePage(answer.text, options.paginator)
    reason = answer === undefined ? 'the connection broke' : `the list answered ${answer.status}`
    if (answer && answer.status < 500 && answer.status !== 429) break
    const seconds = Math.min(answer?.retryAfter ?? attempt, LONGEST_WAIT_S)
    if (!neverWaits && attempt < TRIES) await options.pause(seconds * 1000)
  }
  throw new Error(`Gave up: ${reason}.`)
}

/** A person stopped the run. */
export class StoppedError extends Error {
  override name = 'StoppedError'
}

function parsePage(text: string, paginator: Paginator): Page {
  const body = parseObject(text)
  const data = body['data']
  if (!Array.isArray(data)) throw new Error('Gave up: the answer is no list.')
  const next = body[paginator === 'page' ? 'next_page_url' : 'next_cursor']
  return { rows: data.length, next: typeof next === 'string' ? next : undefined }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value))
      : {}
  } catch {
    throw new Error('Gave up: the answer is no JSON.')
  }
}

/**
 * Changes the bytes of a cursor but not its position. The API accepts it, although it never issued
 * it.
 */
function edited(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString()
  return Buffer.from(text.replace(/\}$/, ',"edited":true}')).toString('base64url')
}
