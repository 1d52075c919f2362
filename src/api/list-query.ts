// A validated request for one page of the list, and the body that answers it.

import type { Switches } from '../config.ts'
import type { SortKey, SortOrder, sortColumns } from '../dataset/sort-order.ts'
import type { Edition, Parameter } from '../editions.ts'
import type { Distortion } from '../exchange/distortion.ts'
import type { Input } from '../laravel/input.ts'
import type { Listing } from '../laravel/listing.ts'
import { type InputArray, mergeArrays } from '../php/input-array.ts'
import { buildQuery } from '../php/query-string.ts'
import type { Rows } from '../store/conversations.ts'
import type { Store } from '../store/open-store.ts'
import type { Validated } from './list-filters.ts'

export type ListQuery = Validated & {
  readonly store: Store
  readonly switches: Switches
  /** The columns that order the rows. */
  readonly columns: (typeof sortColumns)[SortOrder]
  readonly datasetId: number
  readonly edition: Edition
  readonly input: Input
  /** The start of all URLs in the body; it has no query. */
  readonly url: string
  readonly distortion: Distortion
}

/** The body of a list. The documented example has no `listing`, because it reads no rows. */
export type RenderedList = {
  readonly body: string
  /** The body in parts, if it is long; see Answer. */
  readonly parts?: readonly string[] | undefined
  readonly rows: number
  readonly listing?: Listing
}

/** The URL of another page up to its number or cursor; it may repeat the request's query. */
export function urlOfOthers({ url, input, switches }: ListQuery, name: Parameter): string {
  if (switches.urls === 'bare' || !hasOthers(input.query, name)) return bareStart(url, name)
  const repeated = buildQuery(mergeArrays(without(input.query, name), new Map()))
  return repeated === '' ? bareStart(url, name) : `${url}?${repeated}&${name}=`
}

/** The last URL without other parameters. V8 hashes a text once, and each new text again. */
let bare = { url: '', name: '', start: '' }

function bareStart(url: string, name: string): string {
  if (bare.url !== url || bare.name !== name) bare = { url, name, start: `${url}?${name}=` }
  return bare.start
}

/** Whether the query has more parameters. Most have none, and then no new map is needed. */
const hasOthers = (query: InputArray, name: string): boolean =>
  query.size > (query.has(name) ? 1 : 0)

const without = (input: InputArray, name: string): InputArray =>
  new Map([...input].filter(([key]) => key !== name))

/**
 * The parts of the body of a page with long rows. Undefined for other pages, and for one whose rows a
 * fault has changed.
 */
export function partsOf<Page extends { readonly items: string }>(
  { items, texts }: Pick<Rows, 'items' | 'texts'>,
  shown: Page,
  render: (page: Page) => string,
): string[] | undefined {
  if (!texts || shown.items !== items) return undefined
  const empty = render({ ...shown, items: '' })
  const start = empty.indexOf(DATA) + DATA.length
  const commas = texts.flatMap((text, index) => (index === 0 ? [text] : [',', text]))
  return [empty.slice(0, start), ...commas, empty.slice(start)]
}

const DATA = '"data":['

/** The key of a position whose next row is this row. */
export const justBefore = ({ id, created_at }: SortKey): SortKey => ({ id: id + 1, created_at })
