// Walks through a live list, one answer after the other, until it has enough rows.

import { LiveError } from '../live/live-error.ts'
import type { LiveApi } from '../live/live-api.ts'
import { CaptureError } from './capture-error.ts'
import { type ListPage, parseListPage, type Position } from './list-page.ts'
import { type LiveRow, type Losses, toLiveRow } from './live-row.ts'

type WalkOptions = {
  readonly api: LiveApi
  /** The most rows to read. */
  readonly rows: number
  readonly filters: Readonly<Record<string, string>>
  /** The position to start from, by default the beginning of the list. */
  readonly from?: Position | undefined
  /** Whether an earlier run has captured this row already. */
  readonly isKnown?: (uuid: string) => boolean
  readonly onProgress?: ((rows: number, total: number | null) => void) | undefined
}

export type Walked = {
  /** The rows in the order of the list. */
  readonly rows: readonly LiveRow[]
  readonly losses: Losses
  readonly paginator: 'page' | 'cursor'
  readonly total: number | null
  /** The different totals that the API reported during the walk. */
  readonly totals: readonly number[]
  /** The number of rows that appeared a second time. */
  readonly repeated: number
  /** The position where another run would continue. Undefined at the end of the list. */
  readonly next: Position | undefined
  /** The error that stopped the walk before its end. */
  readonly failure: LiveError | CaptureError | undefined
}

const MAX_PER_PAGE = 100
const MAX_EMPTY = 3

/** Rejects only when no row was read. */
export async function walkList(options: WalkOptions): Promise<Walked> {
  const { api, rows: wanted, filters, from, onProgress } = options
  const collection = createCollection(options)
  const watch = createWatch()
  const perPage = String(Math.min(MAX_PER_PAGE, wanted))
  let paginator: ListPage['paginator'] | undefined
  let position: Position | undefined = from ?? {}
  let failure: Walked['failure']
  while (position !== undefined && !collection.isFull()) {
    const query = { ...filters, per_page: perPage, ...position }
    try {
      const page = parseListPage(await api.ask({ query, headers: { Accept: 'application/json' } }))
      paginator ??= page.paginator
      collection.add(page)
      watch(position, page)
      if (collection.isFull() && collection.isCut()) break
      position = page.next
      onProgress?.(collection.rows.length, page.total)
    } catch (error) {
      if (!(error instanceof LiveError || error instanceof CaptureError)) throw error
      if (paginator === undefined) throw error
      failure = error
      break
    }
  }
  return {
    ...collection.result(),
    paginator: paginator ?? 'page',
    next: position,
    failure,
  }
}

function createCollection({ rows: wanted, isKnown = () => false }: WalkOptions) {
  const rows: LiveRow[] = []
  const seen = new Set<string>()
  const losses: Losses = { types: new Set(), fields: new Set() }
  const totals: number[] = []
  let repeated = 0
  let isCut = false

  return {
    rows,
    isFull: (): boolean => rows.length >= wanted,
    /** Whether the last answer held more rows than the walk needed. */
    isCut: (): boolean => isCut,
    add(page: ListPage): void {
      if (page.total !== null && totals.at(-1) !== page.total) totals.push(page.total)
      for (const value of page.rows) {
        const row = toLiveRow(value, rows.length, losses)
        if (seen.has(row.uuid)) repeated++
        else if (rows.length >= wanted) isCut = true
        else if (!isKnown(row.uuid)) rows.push(row)
        seen.add(row.uuid)
      }
    },
    result: () => ({ rows, losses, total: totals[0] ?? null, totals, repeated }),
  }
}

/** Throws a CaptureError when the list seems to have no end. */
function createWatch() {
  const visited = new Set<string>()
  let empty = 0
  return (position: Position, { rows, next }: ListPage): void => {
    visited.add(JSON.stringify(position))
    if (next && visited.has(JSON.stringify(next)))
      throw new CaptureError('the list leads back to where the walk was, so it has no end')
    empty = rows.length === 0 ? empty + 1 : 0
    if (next && empty === MAX_EMPTY)
      throw new CaptureError(
        `the list gave ${MAX_EMPTY} empty pages in a row, each with a next one`,
      )
  }
}
