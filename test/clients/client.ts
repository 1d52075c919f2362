// The type of a client of the conversations API, and of the world in which it runs.

import type { ConversationFilters } from '../../src/client/wire.ts'
import type { EditionName } from '../../src/editions.ts'
import type { Fault, Script, TrafficOptions } from '../../src/index.ts'
import type { RuleId } from '../../src/rule-ids.ts'

/** The configuration that an integrator would write. */
export type Config = {
  /** Origin of the API. */
  readonly url: string
  readonly token: string
  /** A token of another account with the same rows; empty unless a client `hasTwoAccounts`. */
  readonly otherToken: string
  readonly perPage: number
  readonly filters: ConversationFilters
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** Tells the simulated clock that a request is on its way. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  /** The connections of the client alone; absent means those of the process. */
  readonly dispatcher?: RequestInit['dispatcher']
}

export type Row = {
  readonly id: string
  readonly assistant_id: string
  readonly created_at: string
}

export type Client = {
  /** The rest of a sentence that begins with the client, such as "collects by cursor …". */
  readonly does: string
  /** Further rules that may note what the client does. A note is no accusation. */
  readonly noted?: readonly RuleId[]
  /** Whether the client uses `otherToken`. */
  readonly hasTwoAccounts?: true
  /** Resolves to the rows that it has collected. */
  readonly run: (config: Config) => Promise<readonly Row[]>
}

export type CorrectClient = Client & {
  readonly editions: readonly EditionName[]
  /** Filters that replace those of the world. */
  readonly filters?: ConversationFilters
  /** A further world in which the client must do well. */
  readonly world?: World
  /**
   * The ids that the client collects, from all ids under its filters. Absent means all, in their
   * order.
   */
  readonly collects?: (ids: readonly string[], perPage: number) => readonly string[]
}

export type FaultyClient = Client & {
  readonly edition: EditionName
  /** The world in which the mistake shows. */
  readonly world?: World
  /** Whether a row that comes between two requests hides the mistake, or replaces it by another. */
  readonly isHiddenByNewRows?: boolean
  /** Why nobody can tell the mistake beside other clients with the same token; docs/judge.md says so too. */
  readonly isHiddenBeside?: Hidden
}

export type Hidden = {
  readonly connections: 'shared' | 'any'
  readonly reason: string
}

/** Clients with one mistake, and the rule that must find it. */
export type Mistake = { readonly rule: RuleId; readonly clients: readonly FaultyClient[] }

/** A world in which clients run: it has a number of rows, changes and faults. */
export type World = {
  readonly rows?: number
  readonly perPage?: number
  readonly filters?: ConversationFilters
  readonly faults?: readonly Fault[]
  readonly script?: Script
  readonly traffic?: TrafficOptions
  /** The rate limit in requests per minute. */
  readonly rateLimit?: number
}
