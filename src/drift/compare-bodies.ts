// Compares the bodies of two answers: lists, errors, other JSON and pages for people.

import type { DriftKind, Difference } from './entry.ts'
import { type Bases, mapCursor, mapLink, mapText, shown, typeOf } from './mapping.ts'
import { compareRows, type RowOptions } from './compare-rows.ts'
import { compareKeys, isObject } from './keys.ts'

export type BodySides = { readonly live: string; readonly mock: string }
export type BodyOptions = {
  readonly bases: { readonly live: Bases; readonly mock: Bases }
  /**
   * Whether the mock has every row of the live list. Counts and page numbers must then be the same.
   */
  readonly hasAllRows: boolean
}

export function compareBodies({ live, mock }: BodySides, options: BodyOptions): Difference[] {
  const values = { live: parse(live), mock: parse(mock) }
  if (isOfDebugging(values.live)) return []
  if (values.live === undefined || values.mock === undefined)
    return comparePages({ live, mock }, values, options)
  return compareJson(values, options)
}

/** With APP_DEBUG, Laravel shows the exception and its trace. A report must not reveal them. */
export const isOfDebugging = (value: unknown): boolean =>
  isObject(value) && 'exception' in value && 'trace' in value

type Values = { readonly live: unknown; readonly mock: unknown }

/** Undefined for a text that is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** For pages that people read, only the title is compared. The rest is layout. */
function comparePages(
  { live, mock }: BodySides,
  values: Values,
  { bases }: BodyOptions,
): Difference[] {
  const kinds = { live: kindOf(live, values.live), mock: kindOf(mock, values.mock) }
  if (kinds.live !== kinds.mock) return [{ where: 'body', kind: 'type', ...kinds }]
  const titles = { live: titleOf(live), mock: titleOf(mock) }
  if (mapText(titles.live, bases.live) === mapText(titles.mock, bases.mock)) return []
  return [{ where: 'title', kind: 'message', live: shown(titles.live), mock: shown(titles.mock) }]
}

function kindOf(text: string, value: unknown): string {
  if (text === '') return 'empty'
  if (value !== undefined) return 'JSON'
  return /<html|<!doctype/i.test(text) ? 'an HTML page' : 'a text'
}

const titleOf = (text: string): string => {
  const [, title = ''] = /<title>([^<]*)<\/title>/i.exec(text) ?? []
  return title.replace(/https?:\/\/\S+/g, 'LINK').trim()
}

function compareJson({ live, mock }: Values, options: BodyOptions): Difference[] {
  if (isObject(live) && isObject(mock)) {
    if (Array.isArray(live['data']) && Array.isArray(mock['data']))
      return compareLists(live, mock, options)
    return [
      ...compareKeys(live, mock, '$'),
      ...sharedNames(live, mock).flatMap((name) =>
        compareMember({ live: live[name], mock: mock[name] }, `$.${name}`, options),
      ),
    ]
  }
  if (typeOf(live) !== typeOf(mock))
    return [{ where: '$', kind: 'type', live: typeOf(live), mock: typeOf(mock) }]
  return Array.isArray(live) && Array.isArray(mock) ? compareItems(live, mock, '$') : []
}

/** Compares the fields of the first item only, because the items depend on the account. */
function compareItems(
  live: readonly unknown[],
  mock: readonly unknown[],
  where: string,
): Difference[] {
  const [first] = live
  const [second] = mock
  return isObject(first) && isObject(second) ? compareKeys(first, second, `${where}[*]`) : []
}

const sharedNames = (live: object, mock: object): string[] =>
  Object.keys(mock).filter((name) => name in live)

/** Compares one member of an error, or of other JSON that is not a list. */
function compareMember(values: Values, where: string, options: BodyOptions): Difference[] {
  const { live, mock } = values
  if (typeOf(live) !== typeOf(mock))
    return [{ where, kind: 'type', live: typeOf(live), mock: typeOf(mock) }]
  if (isObject(live) && isObject(mock))
    return [
      ...compareKeys(live, mock, where),
      ...sharedNames(live, mock).flatMap((name) =>
        compareMember({ live: live[name], mock: mock[name] }, `${where}.${name}`, options),
      ),
    ]
  if (Array.isArray(live) && Array.isArray(mock)) {
    if ([...live, ...mock].some(isObject)) return compareItems(live, mock, where)
    if (live.length !== mock.length)
      return [{ where, kind: 'rows', live: String(live.length), mock: String(mock.length) }]
    return mock.flatMap((item: unknown, index) =>
      compareMember({ live: live[index], mock: item }, `${where}[${index}]`, options),
    )
  }
  return compareScalar(values, where, options)
}

function compareScalar(
  { live, mock }: Values,
  where: string,
  { bases }: BodyOptions,
): Difference[] {
  const same =
    typeof live === 'string' && typeof mock === 'string'
      ? mapText(live, bases.live) === mapText(mock, bases.mock)
      : live === mock
  if (same) return []
  const kind: DriftKind = typeof live === 'string' ? 'message' : 'value'
  return [{ where, kind, live: shown(live), mock: shown(mock) }]
}

type Body = Readonly<Record<string, unknown>>

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

function compareLists(live: Body, mock: Body, options: BodyOptions): Difference[] {
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
