// Compares the bodies of two answers: lists, errors, other JSON and pages for people.

import type { DriftKind, Difference } from './entry.ts'
import { mapText, shown, typeOf } from './mapping.ts'
import { compareKeys, isObject, sharedNames } from './keys.ts'
import { type BodyOptions, compareLists, type Values } from './compare-lists.ts'

type BodySides = { readonly live: string; readonly mock: string }

export function compareBodies({ live, mock }: BodySides, options: BodyOptions): Difference[] {
  const values = { live: parse(live), mock: parse(mock) }
  if (isOfDebugging(values.live)) return []
  if (values.live === undefined || values.mock === undefined)
    return comparePages({ live, mock }, values, options)
  return compareJson(values, options)
}

/** With APP_DEBUG, Laravel shows the exception and its trace. A report must not reveal them. */
const isOfDebugging = (value: unknown): boolean =>
  isObject(value) && 'exception' in value && 'trace' in value

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
