// The shape of a rule: a mistake that real clients make, and the function that finds it.

import type { RuleId } from '../rule-ids.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import type { Clients } from './clients.ts'
import type { Crowd } from './crowd.ts'
import type { Lists } from './lists.ts'
import type { Severity } from './severity.ts'

export type LintRule = {
  readonly id: RuleId
  readonly severity: Severity
  /** The reason why the mistake matters. Like `fix`, one sentence without the name of the rule. */
  readonly why: string
  readonly fix: string
  /** Similar cases that the rule does not report, in one or two sentences. */
  readonly unless?: string
  /**
   * A few lines of JavaScript that make the mistake; `right` does the same correctly.
   * `get()` requests the list by parameters or a URL and resolves to the body.
   * `ask()` resolves to the whole response. `rows` collects the rows.
   */
  readonly wrong: string
  readonly right: string
  /** Rules that describe the mistake better: their sightings suppress those of this rule. */
  readonly explainedBy?: readonly RuleId[]
  /** A pure function of a walk and the other walks of its session. */
  readonly find: (walk: Walk, session: Session) => Sighting | undefined
}

export type Session = {
  /** All walks of a token, in the order of their beginning. */
  readonly walks: readonly Walk[]
  /** The index of the judged walk in `walks`. */
  readonly index: number
  /** The index of any walk in `walks`. */
  readonly indexOf: (walk: Walk) => number
  /** The walks with the same paginator, filters and per_page, the judged walk included. */
  readonly alike: readonly Walk[]
  /** The index of the judged walk in `alike`. */
  readonly indexAlike: number
  readonly clients: Clients
  readonly lists: Lists
  /** Walks at about the same time that may have the same client, the judged walk included. */
  readonly crowd: Crowd
  /** All walks at about the time of the walk, whoever made them. Empty if there are too many. */
  readonly everyone: Crowd
}

export type Sighting = {
  /** One sentence for a reader without context: the requests and their result, with numbers. */
  readonly message: string
  readonly shown: readonly Shown[]
  /** Sightings of a token with equal `kind` become one finding. The default is the message. */
  readonly kind?: string
  /** A lower severity than the rule's, for cases that may be intended. */
  readonly severity?: Severity
}

/** A request that shows a mistake. */
export type Shown = {
  readonly step: WalkStep
  /** The part of the request to look at. */
  readonly note?: string
  /** Whether the request only explains the mistake. It is shown, and not counted. */
  readonly isContext?: boolean
}
