// From walks to what is wrong with them.

import type { Work } from '../clock/turns.ts'
import { inOrder } from '../clock/in-order.ts'
import { firstOf, type Walk } from '../walks/walk.ts'
import type { LintRule, Shown, Sighting } from './rule.ts'
import { rules } from './rules.ts'
import { rankOf } from './severity.ts'

/** A finding of a rule, in one walk or in several of a token in the same words. */
export type JudgedFinding = {
  readonly rule: LintRule
  /** The first of them. */
  readonly walk: Walk
  readonly message: string
  readonly shown: readonly Shown[]
  /** How many requests show it. */
  readonly count: number
}

/** The findings in the walks of one user, the gravest first, then by time; and the rules that each walk broke. */
export function* judge(
  walks: readonly Walk[],
): Work<{ findings: JudgedFinding[]; broken: ReadonlyMap<Walk, readonly LintRule[]> }> {
  const sessions = Map.groupBy(walks, ({ token }) => token)
  const broken = new Map<Walk, LintRule[]>()
  const findings = new Map<string, JudgedFinding>()
  for (const session of sessions.values()) {
    const alike = Map.groupBy(session, (walk) => firstOf(walk).optionsKey)
    for (const [index, walk] of session.entries()) {
      for (const rule of rules) {
        yield
        const sighting = rule.find(walk, {
          walks: session,
          index,
          alike: alike.get(firstOf(walk).optionsKey) ?? [],
        })
        if (!sighting) continue
        broken.set(walk, [...(broken.get(walk) ?? []), rule])
        const key = JSON.stringify([rule.id, walk.token, sighting.kind ?? sighting.message])
        findings.set(key, merge(findings.get(key), { rule, walk, sighting }))
      }
    }
  }
  return {
    findings: yield* inOrder([...findings.values()], (a, b) =>
      byGravity(gravityOf(a), gravityOf(b)),
    ),
    broken,
  }
}

const MAX_SHOWN = 5

function merge(
  known: JudgedFinding | undefined,
  { rule, walk, sighting }: { rule: LintRule; walk: Walk; sighting: Sighting },
): JudgedFinding {
  const { message, shown } = sighting
  const count = new Set(shown.map(({ step }) => step.entry.id)).size
  if (!known) return { rule, walk, message, shown: shown.slice(0, MAX_SHOWN), count }
  return {
    ...known,
    shown: [...known.shown, ...shown].slice(0, MAX_SHOWN),
    count: known.count + count,
  }
}

/** Where something stands in a report. */
export type Gravity = { readonly rank: number; readonly first: number }

export const gravityOf = (finding: JudgedFinding): Gravity => ({
  rank: rankOf(finding.rule.severity),
  first: firstId(finding),
})

/** The gravest first, then by time. */
export const byGravity = (a: Gravity, b: Gravity): number => a.rank - b.rank || a.first - b.first

/** Of the request that shows it first. */
export const firstId = ({ shown, walk }: JudgedFinding): number =>
  shown[0]?.step.entry.id ?? walk.id
