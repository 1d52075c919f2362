// The behaviour of an effect. It has one of `replaces`, `distorts`, `throws`, `fails`, `delivers`.

import type { Delivery } from '../exchange/delivery.ts'
import type { Distortion } from '../exchange/distortion.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Failure } from '../laravel/errors.ts'
import type { Answer } from '../laravel/http.ts'
import type { Random } from '../random/random.ts'
import { paginatorIn } from './list-request.ts'

/** Returns Laravel's answer to a request that fails with this failure. */
export type Refuse = (failure: Failure) => Answer

/** The data of one application of a fault to a request. */
export type Strike = {
  readonly exchange: Exchange
  readonly refuse: Refuse
  /** The number of times that the fault was applied, this time included. */
  readonly nth: number
  /** The fault's own stream of random numbers. */
  readonly random: Random
}

export type Behaviour = {
  /** Whether the effect can apply to a request. Other requests do not match and do not count. */
  readonly appliesTo?: (exchange: Exchange) => boolean
  /** Makes an answer that replaces Laravel's. */
  readonly replaces?: (strike: Strike) => Answer
  /** Changes the list before it is rendered. */
  readonly distorts?: (strike: Strike) => Distortion
  /** Makes the handler of the route throw an exception. */
  readonly throws?: true
  /** Stops an assistant from replying; returns the reason. */
  readonly fails?: (strike: Strike) => string
  /** Changes the way in which the answer is sent. */
  readonly delivers?: (delivery: Delivery, strike: Strike) => Delivery
}

/** The `appliesTo` of effects that change the rows or links of a list. */
export const onLists = (exchange: Exchange): boolean => paginatorIn(exchange) !== undefined

/** The `appliesTo` of effects that change the bytes of a body. */
export const onBodies = ({ method }: Exchange): boolean => method !== 'HEAD'
