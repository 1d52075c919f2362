// The shape of a rule: a mistake that real clients make, and how it shows in their walks.

import type { RuleId } from '../rule-ids.ts'
import type { Walk, WalkStep } from '../walks/walk.ts'
import type { Clients } from './clients.ts'
import type { Crowd } from './crowd.ts'
import type { Severity } from './severity.ts'

export type LintRule = {
  readonly id: RuleId
  readonly severity: Severity
  /** One sentence each, without naming the rule. */
  readonly why: string
  readonly fix: string
  /** A case that looks alike and is not reported. One sentence or two. */
  readonly unless?: string
  /**
   * A few lines of JavaScript that make the mistake, and that do it well. Their `get()` asks for the list by parameters or a URL
   * and resolves to the body, `ask()` to the whole response; `rows` is where rows are collected. Indented as their file.
   */
  readonly wrong: string
  readonly right: string
  /** Rules that say it better: where one of them finds something in a walk, this one says nothing of it. */
  readonly explainedBy?: readonly RuleId[]
  /** Pure: looks at a walk and at the others of its session. */
  readonly find: (walk: Walk, session: Session) => Sighting | undefined
}

export type Session = {
  /** All walks of a token in the order of their beginning. */
  readonly walks: readonly Walk[]
  /** The place of the one that is looked at. */
  readonly index: number
  /** The walks through the same list in pages of the same size. */
  readonly alike: readonly Walk[]
  readonly clients: Clients
  /** The walks at once that this one cannot be told from for certain, itself among them. */
  readonly crowd: Crowd
}

export type Sighting = {
  /** One sentence that a stranger understands: what was asked, and what came of it, with numbers. */
  readonly message: string
  readonly shown: readonly Shown[]
  /** Sightings of a token in the same words are told as one; so are those that share this. */
  readonly kind?: string
  /** Less grave than the rule, where it may be meant. */
  readonly severity?: Severity
}

/** A request that shows it, and what is to be seen in it. */
export type Shown = { readonly step: WalkStep; readonly note?: string }
