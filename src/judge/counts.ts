// How many findings of each severity there are.

import type { Finding, Report } from './schemas.ts'
import type { Severity } from './severity.ts'

/** The silenced findings count apart. */
export function countsOf(findings: readonly Finding[]): Report['counts'] {
  const counting = findings.filter(({ silenced }) => silenced === null)
  const countOf = (severity: Severity): number =>
    counting.filter((finding) => finding.severity === severity).length
  return {
    error: countOf('error'),
    warning: countOf('warning'),
    note: countOf('note'),
    silenced: findings.length - counting.length,
  }
}
