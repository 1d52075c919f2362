// Findings of requests without a valid token that a user's finding tells already.

import type { Gravity, JudgedFinding } from '../judge/judge.ts'
import type { Finding } from '../judge/schemas.ts'

export type WeighedFinding = Pick<Finding, 'severity' | 'silenced'> & {
  readonly judged: JudgedFinding
  readonly gravity: Gravity
}

const MAX_EVIDENCE = 5

/**
 * Adds a finding without a user to that of a user in the same words, if only one user has such a
 * finding. A client that sends its key sometimes then has one finding, and not two.
 */
export function mergeOwnerless(findings: readonly WeighedFinding[]): readonly WeighedFinding[] {
  const ownerless = findings.filter(({ judged }) => judged.walk.user === null)
  if (ownerless.length === 0) return findings
  const owners = Map.groupBy(
    findings.filter(({ judged }) => judged.walk.user !== null),
    keyOf,
  )
  const merged = new Map<WeighedFinding, WeighedFinding>()
  const left = new Set(findings)
  for (const one of ownerless) {
    const [owner, ...others] = owners.get(keyOf(one)) ?? []
    if (!owner || others.length > 0) continue
    merged.set(owner, merge(merged.get(owner) ?? owner, one))
    left.delete(one)
  }
  return [...left].map((one) => merged.get(one) ?? one)
}

const keyOf = ({ judged: { rule, severity, message } }: WeighedFinding): string =>
  JSON.stringify([rule.id, severity, message])

const merge = (owner: WeighedFinding, { judged }: WeighedFinding): WeighedFinding => ({
  ...owner,
  judged: {
    ...owner.judged,
    count: owner.judged.count + judged.count,
    shown: [...owner.judged.shown, ...judged.shown].slice(0, MAX_EVIDENCE),
  },
})
