// Compares two pages of a list: the counts, the links and the rows.

import type { Difference } from './entry.ts'
import { type Bases, mapCursor, mapLink, shown, typeOf } from './mapping.ts'
import { compareRows, type RowOptions } from './compare-rows.ts'
import { compareKeys, isObject, sharedNames } from './keys.ts'

type Body = Readonly<Record<string, unknown>>

export type BodyOptions = {
  readonly bases: { readonly live: Bases; readonly mock: Bases }
  /**
   * Whether the mock has every row of the live list. Counts and page numbers must then be the same.
   */
  readonly hasAllRows: boolean
}

export type Values = { readonly live: unknown; readonly mock: unknown }

/**
 * Values that depend on the number of rows. They are compared only when both sides have the same
 * rows.
 */
const COUNTING = new Set([
  'total',
  'current_page',
  'last_page',
  'from',
  'to',
  'last_page_url',
  'links',
])

export function compareLists(live: Body, mock: Body, options: BodyOptions): Difference[] {
  const counts = { live: countOf(live), mock: countOf(mock) }
  const isSameList = options.hasAllRows && counts.live === counts.mock
  const rows: RowOptions = { isSameList }
  return [
    ...compareKeys(live, mock, '$'),
    ...(options.hasAllRows && !isSameList
      ? [
          {
            where: 'total' in mock ? '$.total' : '$.data',
            kind: 'rows' as const,
            live: counts.live,
            mock: counts.mock,
          },
        ]
      : []),
    ...sharedNames(live, mock)
      .filter((name) => name !== 'data')
      .flatMap((name) =>
        compareListMember(name, { live: live[name], mock: mock[name] }, { ...options, isSameList }),
      ),
    ...compareRows(listOf(live), listOf(mock), rows),
  ]
}

const listOf = ({ data }: Body): readonly unknown[] => (Array.isArray(data) ? data : [])

/** The total that the answer reports, or else the number of its rows. */
const countOf = (body: Body): string =>
  'total' in body ? String(body['total']) : String(listOf(body).length)

function compareListMember(
  name: string,
  { live, mock }: Values,
  options: BodyOptions & { readonly isSameList: boolean },
): Difference[] {
  const where = `$.${name}`
  const isCounting = COUNTING.has(name) || /^(?:next|prev)_/.test(name)
  const isOpen = isCounting && !options.isSameList
  if (typeOf(live) !== typeOf(mock))
    return isOpen && (live === null || mock === null)
      ? []
      : [{ where, kind: 'type', live: typeOf(live), mock: typeOf(mock) }]
  if (Array.isArray(live) && Array.isArray(mock))
    return compareLinks(live, mock, { ...options, where })
  if (typeof live === 'string' && typeof mock === 'string') {
    const mapped = {
      live: map(name, live, options.bases.live),
      mock: map(name, mock, options.bases.mock),
    }
    const open = (text: string): string => (isOpen ? text.replace(/page=\d+/, 'page=N') : text)
    if (open(mapped.live) === open(mapped.mock)) return []
    return [{ where, kind: 'format', live: shown(mapped.live), mock: shown(mapped.mock) }]
  }
  if (isObject(live) && isObject(mock)) return compareKeys(live, mock, where)
  return live === mock || isOpen
    ? []
    : [{ where, kind: 'value', live: shown(live), mock: shown(mock) }]
}

const map = (name: string, text: string, bases: Bases): string =>
  name.endsWith('_cursor') ? mapCursor(text) : mapLink(text, bases)

type LinkOptions = BodyOptions & { readonly isSameList: boolean; readonly where: string }

/** Compares the keys, the label and the target of each link. */
function compareLinks(
  live: readonly unknown[],
  mock: readonly unknown[],
  options: LinkOptions,
): Difference[] {
  const { isSameList, where } = options
  if (isSameList && live.length !== mock.length)
    return [{ where, kind: 'rows', live: String(live.length), mock: String(mock.length) }]
  const ends = (links: readonly unknown[]): readonly unknown[] =>
    isSameList ? links : [links[0], links.at(-1)]
  return ends(mock).flatMap((second, index) => {
    const first = ends(live)[index]
    return isObject(first) && isObject(second) ? compareLink(first, second, options) : []
  })
}

function compareLink(live: Body, mock: Body, { isSameList, bases, where }: LinkOptions) {
  const names = sharedNames(live, mock).filter((name) => isSameList || name !== 'url')
  return compareKeys(live, mock, `${where}[*]`).concat(
    names.flatMap((name): Difference[] => {
      const mapped = {
        live: mapItem(live[name], bases.live),
        mock: mapItem(mock[name], bases.mock),
      }
      if (mapped.live === mapped.mock) return []
      const kind = typeOf(live[name]) === typeOf(mock[name]) ? 'value' : 'type'
      const texts = { live: shown(mapped.live), mock: shown(mapped.mock) }
      return [{ where: `${where}[*].${name}`, kind, ...texts }]
    }),
  )
}

const mapItem = (value: unknown, bases: Bases): unknown =>
  typeof value === 'string' ? mapLink(value, bases) : value
