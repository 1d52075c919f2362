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

/** The other parts of the address: the user, the edition, and the open row. */
export const ownNames: readonly string[] = ['user', 'token', 'edition', 'row']

/** Everything in the address that is none of the view's own, invalid values included. */
export const queryOf = (params: Readonly<Record<string, string>>): Query =>
  Object.entries(params).filter(([name]) => !ownNames.includes(name))

/** `?type=widget&page=2`, percent-encoded; empty for no parameters. */
export const toSearch = (query: Query): string =>
  query.length === 0
    ? ''
    : `?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`

/** "type=widget, page=2": for people. */
export const toWords = (query: Query): string =>
  query.map((pair) => pair.map(isolate).join('=')).join(', ')

/** Lone surrogates cannot be encoded. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed())

export const valueOf = (query: Query, name: string): string | undefined =>
  query.find(([other]) => other === name)?.[1]

/** The query with another filter: at its position, else at the end; left out when empty. It begins again, without page and cursor. */
export function withFilter(query: Query, name: string, value: string): Query {
  const rest = withoutPosition(query)
  if (value === '') return rest.filter(([other]) => other !== name)
  if (valueOf(rest, name) === undefined) return [...rest, [name, value]]
  return rest.map((pair) => (pair[0] === name ? [name, value] : pair))
}

/** The same list at another page or cursor. An empty cursor is one: the first page by cursor. */
export const atPosition = (
  query: Query,
  name: 'page' | 'cursor',
  value: string | number,
): Query => [...withoutPosition(query), [name, String(value)]]

export const withoutPosition = (query: Query): Query =>
  query.filter(([name]) => name !== 'page' && name !== 'cursor')

/** Null for what is no URL. Only the query counts: the host is a brand's own in some answers. */
export function queryOfUrl(url: string): Query | null {
  return URL.canParse(url) ? [...new URL(url).searchParams] : null
}

/** The parameters of a request besides page and cursor that another one lacks. */
export const lostBetween = (before: Query, after: Query): Query =>
  withoutPosition(before).filter(([name, value]) => valueOf(after, name) !== value)

/** Whether a text is a date that exists, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

export const types: readonly string[] = ['test', 'widget', 'whatsapp', 'api']

/** In the order of the form. */
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

/** The edition that answers: the one that is asked for, where there is such a one, or the token's. */
export const editionOf = (wanted: string | undefined, own: EditionName): EditionName =>
  editionNames.find((name) => name === wanted) ?? own

export function isHonoured(edition: EditionName, parameter: Parameter): boolean {
  const { parameters: honoured }: Edition = editions[edition]
  return honoured.includes(parameter)
}
