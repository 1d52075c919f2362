// Reads pages with long rows. One text of all rows would take fresh memory of the system, which takes
// most of the time then. So each row is read by itself, and nothing joins the texts.

import type { SortKey, SortOrder } from '../dataset/sort-order.ts'
import type { Bound, Statements } from './statements.ts'
import type { Versions } from './versions.ts'

/** A page above this length, in bytes, has long rows. */
const LONG_PAGE = 256 * 1024
const MAX_DATASETS = 10_000

/** `texts` are the JSON texts of the rows. */
export type LongPage = {
  readonly texts: readonly string[]
  readonly items: string
  readonly count: number
  readonly ids: string
  readonly first: SortKey
  readonly last: SortKey
}

export function createLongPages(
  statements: Statements,
  versions: Pick<Versions, 'of' | 'originOf'>,
  order: SortOrder,
) {
  /** The datasets with long pages, or what they were copied from. */
  const long = new Set<number>()
  /** The version of each dataset when a page was read. */
  const seen = new Map<number, number>()

  return {
    /**
     * Whether a page of the dataset was long, since its other pages probably are as well, or none was
     * read since the dataset changed.
     */
    areExpected: (datasetId: number): boolean =>
      seen.get(datasetId) !== versions.of(datasetId) ||
      (long.size > 0 && long.has(versions.originOf(datasetId))),

    /** Whether the page that was read is long. */
    note(datasetId: number, { items }: { readonly items: string }): boolean {
      if (seen.size >= MAX_DATASETS) seen.clear()
      seen.set(datasetId, versions.of(datasetId))
      if (items.length <= LONG_PAGE) return false
      if (long.size >= MAX_DATASETS) long.clear()
      long.add(versions.originOf(datasetId))
      return true
    },

    /** Reads rows of `json`, the columns of the order, and perhaps more, in the order of the list. */
    read(sql: string, ...bound: Bound[]): LongPage {
      const rows = statements.all(sql, ...bound)
      const texts = rows.map(([json]) => String(json))
      const keys = rows.map(([, ...columns]): SortKey => {
        const [id, created_at] = order === 'id' ? columns : columns.toReversed()
        return { id: Number(id), created_at: created_at === undefined ? '' : String(created_at) }
      })
      const [first = noKey, last = first] = [keys[0], keys.at(-1)]
      const ids = keys.map(({ id }) => id).join(',')
      // V8 joins texts only when their characters are read.
      const items = texts.reduce((all, text) => (all === '' ? text : `${all},${text}`), '')
      return { texts, items, count: rows.length, ids, first, last }
    },
  }
}

const noKey: SortKey = { id: 0, created_at: '' }
