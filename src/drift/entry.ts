// One difference between a live API and the mock.

export const driftKinds = [
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
  /** A JSON path such as `$.data[*].created_at`, `header cache-control`, `status` or `body`. */
  readonly where: string
  readonly kind: DriftKind
  /** For people; texts of rows are told by their form. */
  readonly live: string
  readonly mock: string
}

export type Entry = Difference & {
  /** The first request that shows it. */
  readonly request: string
  /** How many questions show it. */
  readonly count: number
  /** The settings with which the mock answers so too, such as `{"laravel":12}`; null where none does. */
  readonly switches: Readonly<Record<string, unknown>> | null
  /** Why it does not count. */
  readonly ignored: string | null
}

export type DriftReport = {
  /** Where the API lies. */
  readonly live: string
  readonly entries: readonly Entry[]
  /** Questions whose answers were compared, and why others were not. */
  readonly compared: number
  readonly not_compared: readonly { readonly question: string; readonly reason: string }[]
  readonly requests: number
  /** False when the budget ended before the questions. */
  readonly complete: boolean
}

/** The differences that count. */
export const countingEntries = ({ entries }: DriftReport): Entry[] =>
  entries.filter(({ ignored }) => ignored === null)
