// Groups findings by rule, and separates the silenced ones.

import type { Finding } from '../../client/wire.ts'

export type FindingGroup = Pick<Finding, 'rule' | 'severity' | 'why' | 'fix' | 'docs'> & {
  readonly findings: readonly Finding[]
}

/** The groups are in the order in which their rules first appear. */
export function groupByRule(findings: readonly Finding[]): FindingGroup[] {
  const groups = Map.groupBy(findings, ({ rule }) => rule)
  return [...groups.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { rule, severity, why, fix, docs } = first
    return [{ rule, severity, why, fix, docs, findings: same }]
  })
}

export type Sorted = {
  readonly counting: readonly Finding[]
  readonly silenced: readonly Finding[]
}

type Choice = {
  readonly user: number | undefined
  readonly rule: string | undefined
}

/** Keeps the findings of one user and one rule. Undefined stands for all users or all rules. */
export function sortFindings(findings: readonly Finding[], { user, rule }: Choice): Sorted {
  const meant = findings.filter(
    (finding) => (user ?? finding.user) === finding.user && (rule ?? finding.rule) === finding.rule,
  )
  return {
    counting: meant.filter(({ silenced }) => silenced === null),
    silenced: meant.filter(({ silenced }) => silenced !== null),
  }
}
