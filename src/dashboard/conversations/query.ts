// The query of the emulated API, as pairs in the order in which they are sent.

import {
  type Edition,
  editionNames,
  editions,
  type EditionName,
  type Parameter,
} from '../../editions.ts'
import { isolate } from '../widgets/isolate.ts'

export type Pair = readonly [name: string, value: string]
export type Query = readonly Pair[]

export const ROUTE = '/api/user/conversations'

/**
 * The parameters of the page address that the API does not get: user, token, edition and open row.
 */
export const ownNames: readonly string[] = ['user', 'token', 'edition', 'row']

/** The parameters of the page address that the API gets, including invalid ones. */
export const queryOf = (params: Readonly<Record<string, string>>): Query =>
  Object.entries(params).filter(([name]) => !ownNames.includes(name))

/**
 * Builds a search string such as `?type=widget&page=2`, percent-encoded. It is empty without
 * parameters.
 */
export const toSearch = (query: Query): string =>
  query.length === 0
    ? ''
    : `?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`

/** Formats a query for people, such as "type=widget, page=2". */
export const toWords = (query: Query): string =>
  query.map((pair) => pair.map(isolate).join('=')).join(', ')

/** encodeURIComponent() throws on lone surrogates, so toWellFormed() replaces them. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

export const valueOf = (query: Query, name: string): string | undefined =>
  query.find(([other]) => other === name)?.[1]

/**
 * Sets a filter, or removes it if the value is empty. The list starts again, without page and
 * cursor.
 */
export function withFilter(query: Query, name: string, value: string): Query {
  const rest = withoutPosition(query)
  if (value === '') return rest.filter(([other]) => other !== name)
  if (valueOf(rest, name) === undefined) return [...rest, [name, value]]
  return rest.map((pair) => (pair[0] === name ? [name, value] : pair))
}

/** The query for another page or cursor. An empty cursor asks for the first page by cursor. */
export const atPosition = (
  query: Query,
  name: 'page' | 'cursor',
  value: string | number,
): Query => [...withoutPosition(query), [name, String(value)]]

export const withoutPosition = (query: Query): Query =>
  query.filter(([name]) => name !== 'page' && name !== 'cursor')

/**
 * The query of a URL; null if the URL is invalid. The host is ignored, because some answers name
 * the host of a brand.
 */
export function queryOfUrl(url: string): Query | null {
  return URL.canParse(url) ? [...new URL(url).searchParams] : null
}

/** The parameters of `before` that `after` lacks or changes, except page and cursor. */
export const lostBetween = (before: Query, after: Query): Query =>
  withoutPosition(before).filter(([name, value]) => valueOf(after, name) !== value)

/** Whether the text is an existing date, written as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

export const types: readonly string[] = ['test', 'widget', 'whatsapp', 'api']

/** All documented parameters, in the order of the form. */
export const parameters = [
  'type',
  'assistant_id',
  'date_from',
  'date_to',
  'customer_phone',
  'whatsapp_sender_phone',
  'external_identifier',
  'per_page',
  'page',
  'cursor',
] as const satisfies readonly Parameter[]

/** The parameters that no edition knows, such as `type[]`. */
export const unknownOf = (query: Query): Query =>
  query.filter(([name]) => !parameters.some((known) => known === name))

/** The edition that answers: the wanted one if it exists, otherwise the token's own. */
export const editionOf = (wanted: string | undefined, own: EditionName): EditionName =>
  editionNames.find((name) => name === wanted) ?? own

export function isHonoured(edition: EditionName, parameter: Parameter): boolean {
  const { parameters: honoured }: Edition = editions[edition]
  return honoured.includes(parameter)
}
