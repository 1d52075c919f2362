// Findings that are known and do not count, each with the reason.

import { countsOf } from '../judge/counts.ts'
import type { Report, Walk } from '../judge/schemas.ts'

/** Reasons by the id of the rule. */
export type Silences = ReadonlyMap<string, string>

/** The report with these rules silenced too, and counted again. A finding that is silenced already keeps its reason. */
export function silence(report: Report, silences: Silences): Report {
  const findings = report.findings.map((finding) => ({
    ...finding,
    silenced: finding.silenced ?? silences.get(finding.rule) ?? null,
  }))
  return { ...report, counts: countsOf(findings), findings }
}

/** The walks without these rules among what they broke. */
export const silenceWalks = (walks: readonly Walk[], silences: Silences): Walk[] =>
  walks.map((walk) => ({ ...walk, findings: walk.findings.filter((rule) => !silences.has(rule)) }))
