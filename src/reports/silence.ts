// Silences known findings, each with a reason.

import { countsOf } from '../judge/counts.ts'
import type { Report } from '../judge/schemas.ts'
import type { Walk } from '../judge/walk-schemas.ts'

/** The reason for each silenced rule. */
export type Silences = ReadonlyMap<string, string>

/**
 * Silences these rules too and counts the findings again. A finding that is already silenced keeps
 * its reason.
 */
export function silence(report: Report, silences: Silences): Report {
  const findings = report.findings.map((finding) => ({
    ...finding,
    silenced: finding.silenced ?? silences.get(finding.rule) ?? null,
  }))
  return { ...report, counts: countsOf(findings), findings }
}

/** Removes the silenced rules from the findings of each walk. */
export const silenceWalks = (walks: readonly Walk[], silences: Silences): Walk[] =>
  walks.map((walk) => ({ ...walk, findings: walk.findings.filter((rule) => !silences.has(rule)) }))
