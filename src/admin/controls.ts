// The parts of the mock that the admin API works on.

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
  /** Where the caller reaches the mock: scheme://host[:port][prefix]. Throws for a Host that cannot be one. */
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
  /** Opens new windows of the rate limit, for one user or for all. */
  readonly resetLimiter: (userId?: number) => void
  /** Where generated rows and chances start from, unless a call says otherwise. */
  readonly seed: number
  /** The order of the emulated list. */
  readonly order: SortOrder
  /** The edition of a token that names none. */
  readonly edition: EditionName
  /** Keys that the settings give the first user. */
  readonly key: readonly { readonly id: number | null; readonly plain: string }[]
  /** Gives the first user the keys of the settings again in place of the demo keys, after the users were replaced. */
  readonly useKeys: () => void
  /** Whether the journal holds what the judge needs. */
  readonly isJudged: boolean
  /** Seconds on a user's clock after which a walk is over. */
  readonly walkIdle: number
  readonly silences: Silences
  /** The name of this mock among those that stand for each other. */
  readonly replica?: string | undefined
  /** Takes secrets out of what is shown. */
  readonly redaction: Redaction
  readonly report: (error: unknown) => void
  readonly about: Start
}

/** How the mock was started, and what failed since. */
export type Start = {
  /** As performance.now() has it. */
  readonly startedAt: number
  /** Undefined for memory. */
  readonly file?: string | undefined
  readonly switches: readonly { readonly flag: string; readonly value: string }[]
  readonly errors: {
    /** `at`: Unix milliseconds. */
    read(): { count: number; last: { readonly at: number; readonly message: string } | undefined }
  }
}
