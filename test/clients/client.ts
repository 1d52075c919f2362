// What a client of the conversations API is here, and the place in which it runs.

import type { ConversationFilters } from '../../src/client/wire.ts'
import type { EditionName } from '../../src/editions.ts'
import type { RuleId } from '../../src/rule-ids.ts'
import type { World } from './world.ts'

/** What an integrator would have in the configuration. */
export type Place = {
  /** Origin of the API. */
  readonly url: string
  readonly token: string
  /** That of another account. */
  readonly otherToken: string
  readonly perPage: number
  readonly filters: ConversationFilters
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** Tells those who keep the time that a request is on its way. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  /** Connections of its own; those of the process if absent. */
  readonly dispatcher?: RequestInit['dispatcher']
}

export type Row = {
  readonly id: string
  readonly assistant_id: string
  readonly created_at: string
}

export type Client = {
  /** What it does, as the rest of a sentence about it. */
  readonly does: string
  /** Resolves to the rows that it has collected. */
  readonly run: (place: Place) => Promise<readonly Row[]>
}

export type CorrectClient = Client & {
  readonly editions: readonly EditionName[]
  /** Instead of those of the world. */
  readonly filters?: ConversationFilters
  /** A world in which it must do well besides those of all. */
  readonly world?: World
  /** Which of all ids under its filters it collects; all of them in their order if absent. */
  readonly collects?: (ids: readonly string[], perPage: number) => readonly string[]
}

export type FaultyClient = Client & {
  readonly edition: EditionName
  /** What it takes for the mistake to show. */
  readonly world?: World
  /** Whether it does nothing wrong, or shows another mistake, where a row comes between its requests. */
  readonly isHiddenByNewRows?: boolean
}

/** Clients that are right but for one mistake, and the rule that must find it. */
export type Mistake = { readonly rule: RuleId; readonly clients: readonly FaultyClient[] }
