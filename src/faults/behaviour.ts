// The behaviour of an effect. One of `replaces`, `distorts`, `throws`, `fails` and `delivers`.

import type { Delivery, Distortion, Exchange } from '../exchange.ts'
import type { Failure } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import type { Random } from '../random/random.ts'
import { paginatorIn } from './list-request.ts'

/** Laravel's answer when the request fails so. */
export type Refuse = (failure: Failure) => Answer

/** A fault meets a request. */
export type Strike = {
  readonly exchange: Exchange
  readonly refuse: Refuse
  /** The number of this strike of the fault, from 1. */
  readonly nth: number
  /** The fault's own numbers. */
  readonly random: Random
}

export type Behaviour = {
  /** Whether the effect makes sense for a request; others neither match nor count. */
  readonly appliesTo?: (exchange: Exchange) => boolean
  /** Answers instead of Laravel. */
  readonly replaces?: (strike: Strike) => Answer
  /** Changes the list before it is rendered. */
  readonly distorts?: (strike: Strike) => Distortion
  /** Lets the handler of the route throw an exception. */
  readonly throws?: true
  /** Keeps an assistant from answering; the text says why. */
  readonly fails?: (strike: Strike) => string
  /** Changes how the answer leaves. */
  readonly delivers?: (delivery: Delivery, strike: Strike) => Delivery
}

/** Effects on the rows or links of a list. */
export const onLists = (exchange: Exchange): boolean => paginatorIn(exchange) !== undefined

/** Effects on the bytes of a body. */
export const onBodies = ({ method }: Exchange): boolean => method !== 'HEAD'
