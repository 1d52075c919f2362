// Selects the findings that count and sorts them by severity.

import type { Finding, Report, Severity } from '../judge/schemas.ts'
import { isAtLeast, rankOf } from '../judge/severity.ts'

/** The findings that make a run fail: not silenced, and at least as severe as `level`. */
export const failingFindings = ({ findings }: Report, level: Severity): Finding[] =>
  findings.filter(({ silenced, severity }) => silenced === null && isAtLeast(severity, level))

/** The findings that are not silenced, grouped by rule, the most severe rule first. */
export function findingsByRule({ findings }: Report): [Finding, ...Finding[]][] {
  const rules = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings.filter(({ silenced }) => silenced === null)) {
    const others = rules.get(finding.rule)
    if (others) others.push(finding)
    else rules.set(finding.rule, [finding])
  }
  return [...rules.values()].toSorted(([a], [b]) => rankOf(a.severity) - rankOf(b.severity))
}
