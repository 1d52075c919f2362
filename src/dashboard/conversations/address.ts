// The view's part of the address. Unlike elsewhere an empty parameter stays: `cursor=` asks for the first page by cursor.

import { signal } from '@preact/signals'
import { type Changes, pageAddress } from '../page-address.ts'
import { lostBetween, ownNames, type Pair, type Query, queryOf, toSearch } from './query.ts'

type Step = {
  readonly token?: string | undefined
  readonly edition?: string | undefined
  readonly row?: string | undefined
  readonly query?: Query
}

/** A parameter that is not named stays as it is; undefined leaves it out. */
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

/** The link of an answer that led here, and which filters it did not carry. */
export const followed = signal<Followed | undefined>(undefined)

/** Goes where a client goes that takes the link as it is. */
export function follow(name: 'next_page_url' | 'prev_page_url', target: Query): void {
  followed.value = {
    name,
    search: toSearch(target),
    lost: lostBetween(queryOf(pageAddress.value.params), target),
  }
  move({ query: target })
}
