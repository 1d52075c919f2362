// One difference between a live API and the mock.

const driftKinds = [
  'status',
  'header',
  'field missing',
  'field new',
  'type',
  'format',
  'enum value',
  'value',
  'order',
  'message',
  'rows',
] as const
export type DriftKind = (typeof driftKinds)[number]

export type Difference = {
  /**
   * The place of the difference, for example `$.data[*].created_at`, `header cache-control`,
   * `status of list` or `body`.
   */
  readonly where: string
  readonly kind: DriftKind
  /** Text for people. For texts of rows it shows only the format. */
  readonly live: string
  readonly mock: string
}

export type Entry = Difference & {
  /** The first request that shows the difference. */
  readonly request: string
  /** The number of questions that show the difference. */
  readonly count: number
  /** A setting with which the mock answers the same, such as `{"laravel":12}`; null without one. */
  readonly switches: Readonly<Record<string, unknown>> | null
  /** The reason why the difference is ignored; null when it counts. */
  readonly ignored: string | null
}

export type DriftReport = {
  /** The origin and prefix of the live API. */
  readonly live: string
  readonly entries: readonly Entry[]
  /**
   * The number of questions whose answers were compared. The next field gives the reasons for the
   * others.
   */
  readonly compared: number
  readonly not_compared: readonly { readonly question: string; readonly reason: string }[]
  readonly requests: number
  /** False when the budget ended before the last question. */
  readonly complete: boolean
}

/** The differences that are not ignored. */
export const countingEntries = ({ entries }: DriftReport): Entry[] =>
  entries.filter(({ ignored }) => ignored === null)
