// A fault as the mock holds it: its behaviour, its random numbers and its counts.

import type { Random } from '../random/random.ts'
import type { Behaviour } from './behaviour.ts'
import type { Fault, Match } from './fault.ts'

/** A fault to arm. `seed` is the default for a fault without a seed. */
export type Arming = {
  readonly fault: Fault
  readonly behaviour: Behaviour
  readonly seed: number
  /** The length of the fault as JSON. */
  readonly bytes: number
}

export type Armed = Arming & {
  readonly id: number
  readonly user: number | null
  readonly match: Match
  /** Chooses requests. It is a stream of its own, so that `random` does not change the choice. */
  readonly choosing: Random
  /** The random numbers of the effect. */
  readonly random: Random
  matched: number
  applied: number
}
