// Which findings count, how grave they are, and in which order they are told.

import type { Finding, Report, Severity } from '../lint/schemas.ts'
import { severities } from '../lint/severity.ts'

/** Whether a severity is as grave as a level, or graver. */
export const isAtLeast = (severity: Severity, level: Severity): boolean => rankOf(severity) <= rankOf(level)

/** Those that make a run fail: not silenced, and at least as grave as the level. */
export const failingFindings = ({ findings }: Report, level: Severity): Finding[] =>
  findings.filter(({ silenced, severity }) => silenced === null && isAtLeast(severity, level))

/** The findings that are not silenced, by rule, the gravest rule first. */
export function findingsByRule({ findings }: Report): [Finding, ...Finding[]][] {
  const rules = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings.filter(({ silenced }) => silenced === null)) {
    const others = rules.get(finding.rule)
    if (others) others.push(finding)
    else rules.set(finding.rule, [finding])
  }
  return [...rules.values()].toSorted(([a], [b]) => rankOf(a.severity) - rankOf(b.severity))
}

const rankOf = (severity: Severity): number => severities.indexOf(severity)
