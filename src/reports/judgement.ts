// The material of every format.

import type { Report, Severity, Walk } from '../judge/schemas.ts'

export type Judgement = {
  readonly report: Report
  readonly walks: readonly Walk[]
  /** From which severity on a finding counts as a failure. */
  readonly level: Severity
  /** Origin of a mock that can still be asked; without it there are neither curl lines nor links. */
  readonly url?: string | undefined
  /** Whether it is a failure that nobody requested a list. */
  readonly needsRequests?: boolean
}
