import type { Finding, Report } from './schemas.ts'
import type { Severity } from './severity.ts'

/** The number of findings of each severity. Silenced findings are counted apart. */
export function countsOf(
  findings: readonly Pick<Finding, 'severity' | 'silenced'>[],
): Report['counts'] {
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
