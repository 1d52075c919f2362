// The judgement of one user: the walks and the findings.

import type { Work } from '../clock/turns.ts'
import type { JudgedFinding, Judgement } from '../judge/judge.ts'
import type { LintRule } from '../judge/rule.ts'
import type { Walk } from '../walks/walk.ts'

/** The judged walks of one user's clients. */
export type Judged = {
  readonly user: number | null
  /** The number of requests for lists. */
  readonly requests: number
  readonly forgotten: number
  readonly findings: readonly JudgedFinding[]
  readonly walks: readonly JudgedWalk[]
  /** Reads a walk with its requests. Throws RequestGone. */
  readonly open: (walk: JudgedWalk) => Work<Walk>
}

/** A walk without its requests. */
export type JudgedWalk = Pick<Walk, 'id' | 'token' | 'name'> & {
  readonly index: number
  /** The number of its requests. */
  readonly requests: number
  /** The rules that the walk broke. */
  readonly broken: readonly LintRule[]
  /** The reason why rows may be missing or doubled; null when the walk broke a rule. */
  readonly excuse: string | null
}

const NONE: readonly never[] = []

/** Lists the walks of a judgement. Other work may have a turn after each. */
export function* toJudgedWalks(
  walks: readonly Walk[],
  { broken, excuseOf }: Judgement,
): Work<JudgedWalk[]> {
  const judged: JudgedWalk[] = []
  for (const [index, walk] of walks.entries()) {
    const { id, token, name, steps } = walk
    const rules = broken.get(walk) ?? NONE
    const excuse = rules.length > 0 ? null : excuseOf(walk)
    judged.push({ index, id, token, name, requests: steps.length, broken: rules, excuse })
    yield
  }
  return judged
}
