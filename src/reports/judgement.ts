// The input of every report format.

import type { Report, Severity } from '../judge/schemas.ts'
import type { Walk } from '../judge/walk-schemas.ts'

export type Judgement = {
  readonly report: Report
  readonly walks: readonly Walk[]
  /** The lowest severity that counts as a failure. */
  readonly level: Severity
  /**
   * The origin of a mock that is still running. Without it, reports have no curl lines and no links
   * to the mock.
   */
  readonly url?: string | undefined
  /** Whether a run without a request for a list fails. */
  readonly needsRequests?: boolean
}
