// The parameters of the page address that belong to this view. Empty parameters stay, because
// `cursor=` asks for the first page by cursor.

import { signal } from '@preact/signals'
import { type Changes, pageAddress } from '../page-address.ts'
import { lostBetween, ownNames, type Pair, type Query, queryOf, toSearch } from './query.ts'

type Step = {
  readonly token?: string | undefined
  readonly edition?: string | undefined
  readonly row?: string | undefined
  readonly query?: Query
}

/**
 * Builds a link within this view. Parameters that `step` does not name stay. A value of undefined
 * removes the parameter.
 */
export function hrefTo({ query, ...step }: Step): string {
  const { params } = pageAddress.value
  const own: Changes = { ...params, ...step }
  const given = ownNames.flatMap((name): Pair[] => (own[name] ? [[name, `${own[name]}`]] : []))
  return `#/conversations${toSearch([...given, ...(query ?? queryOf(params))])}`
}

export function move(step: Step): void {
  location.hash = hrefTo(step)
}

type Followed = { readonly name: string; readonly search: string; readonly lost: Query }

/** The pagination link that led to this list, and the filters that the link did not carry. */
export const followed = signal<Followed | undefined>(undefined)

/** Follows a link of the answer unchanged, to show the rows that a client gets by it. */
export function follow(name: 'next_page_url' | 'prev_page_url', target: Query): void {
  followed.value = {
    name,
    search: toSearch(target),
    lost: lostBetween(queryOf(pageAddress.value.params), target),
  }
  move({ query: target })
}
