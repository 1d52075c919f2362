// The behaviour of an effect. One of `replaces`, `distorts` and `delivers`.

import type { Distortion } from './distortion.ts'
import type { Answer } from '../laravel/http.ts'
import type { Delivery } from './delivery.ts'
import type { Random } from '../random/random.ts'
import type { FaultRequest } from './request.ts'

/** A fault meets a request. */
export type Strike = {
  readonly request: FaultRequest
  /** The number of this strike of the fault, from 1. */
  readonly nth: number
  /** The fault's own numbers. */
  readonly random: Random
}

export type Behaviour = {
  /** Whether the effect makes sense for a request; others neither match nor count. */
  readonly appliesTo?: (request: FaultRequest) => boolean
  /** Answers instead of Laravel. */
  readonly replaces?: (strike: Strike) => Answer
  /** Changes the list before it is rendered. */
  readonly distorts?: (strike: Strike) => Distortion
  /** Changes how the answer leaves. */
  readonly delivers?: (delivery: Delivery, strike: Strike) => Delivery
}

/** Effects on the rows or links of a list. */
export const onLists = (request: FaultRequest): boolean => request.paginator() !== undefined

/** Effects on the bytes of a body. */
export const onBodies = ({ method }: FaultRequest): boolean => method !== 'HEAD'
