// The parts of the mock that the admin API reads and changes.

import type { IncomingHttpHeaders } from 'node:http'
import type { Clocks } from '../clock/clocks.ts'
import type { EditionName } from '../editions.ts'
import type { Faults } from '../faults/faults.ts'
import type { Journal } from '../journal/journal.ts'
import type { Redaction } from '../journal/redaction.ts'
import type { Silences } from '../judge/silences.ts'
import type { Scripts } from '../mutations/script.ts'
import type { Traffic } from '../mutations/traffic.ts'
import type { Replies } from '../replies/replies.ts'
import type { Store } from '../store/open-store.ts'
import type { SortOrder } from '../dataset/sort-order.ts'
import type { GuardOptions } from './guard.ts'

export type AdminOptions = {
  readonly controls: MockControls
  readonly guard: GuardOptions
  /**
   * The address by which the caller reaches the mock: scheme://host[:port][prefix]. Throws for an
   * invalid Host header.
   */
  readonly rootOf: (headers: IncomingHttpHeaders) => string
}

export type MockControls = {
  readonly store: Store
  readonly clocks: Clocks
  readonly faults: Faults
  readonly journal: Journal
  readonly scripts: Scripts
  readonly traffic: Traffic
  readonly replies: Replies
  /** The most bytes of the faults, replies and scripts of all users together. */
  readonly maxGiven: number
  /** The most bytes of the judgements that are kept. */
  readonly maxJudgements: number
  /** Starts new windows of the rate limit, for one user or for all users. */
  readonly resetLimiter: (userId?: number) => void
  /** The default seed of generated rows and random choices. */
  readonly seed: number
  /** The order of the emulated list. */
  readonly order: SortOrder
  /** The edition of tokens that name no edition. */
  readonly edition: EditionName
  /** The keys of the first user from the settings. */
  readonly key: readonly { readonly id: number | null; readonly plain: string }[]
  /**
   * Gives the first user the keys of the settings again after a call replaced all users. They take
   * the place of the demo keys.
   */
  readonly useKeys: () => void
  /** True when the journal keeps the requests for the judge. */
  readonly isJudged: boolean
  /** The idle seconds, on the clock of the user, after which a walk is over. */
  readonly walkIdle: number
  readonly silences: Silences
  /** The name of this mock among the replicas behind a load balancer. */
  readonly replica?: string | undefined
  /** Removes secrets from answers and log lines. */
  readonly redaction: Redaction
  readonly report: (error: unknown) => void
  readonly about: Start
}

/** The users and their requests. */
export type Requests = Pick<MockControls, 'journal'> & {
  readonly store: { readonly users: Pick<Store['users'], 'ids'> }
}

/** The parts that the judge reads. */
export type JudgeControls = Requests & Pick<MockControls, 'clocks' | 'walkIdle' | 'maxJudgements'>

/** The start of the mock and its failures since. */
type Start = {
  /** The time of the start, as performance.now() counts. */
  readonly startedAt: number
  /** The path of the database; undefined for a database in memory. */
  readonly file?: string | undefined
  readonly switches: readonly { readonly flag: string; readonly value: string }[]
  readonly errors: {
    /** `at` is in Unix milliseconds. */
    read(): { count: number; last: { readonly at: number; readonly message: string } | undefined }
  }
}
