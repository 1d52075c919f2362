// Applies all rules to walks, and merges their sightings into findings.

import type { Work } from '../clock/turns.ts'
import { inOrder } from '../clock/in-order.ts'
import type { Walk } from '../walks/walk.ts'
import { isMeanwhile } from './clients.ts'
import { copyStart } from './cut-text.ts'
import { walksAround } from './nearby.ts'
import type { LintRule, Session, Shown, Sighting } from './rule.ts'
import { rules } from './rules.ts'
import { createSessions } from './sessions.ts'
import { rankOf, type Severity } from './severity.ts'
import { type ShownRequest, toShownRequest } from './shown-request.ts'
import { excuseOf } from './walk-excuse.ts'

/** A finding of a rule. Equal findings in several walks of one token are merged into one. */
export type JudgedFinding = {
  readonly rule: LintRule
  /** The severity of the rule, or a lower one. */
  readonly severity: Severity
  /** The first walk that shows the finding. */
  readonly walk: Pick<Walk, 'id' | 'user' | 'token' | 'edition'>
  /** It is cut when it is long. */
  readonly message: string
  readonly shown: readonly ShownRequest[]
  /** The number of requests that show the finding. */
  readonly count: number
  /** The number of walks that show the finding. */
  readonly walks: number
}

export type Judgement = {
  readonly findings: readonly JudgedFinding[]
  /** The rules that each walk broke. A walk that broke no rule has no entry. */
  readonly broken: ReadonlyMap<Walk, readonly LintRule[]>
  /** The reason why rows may be missing or doubled in a walk without findings. */
  readonly excuseOf: (walk: Walk) => string
}

/** Judges the walks of one user. Findings are sorted by gravity, then by time. */
export function* judge(walks: readonly Walk[]): Work<Judgement> {
  const broken = new Map<Walk, readonly LintRule[]>()
  const findings = new Map<string, JudgedFinding>()
  const sessionOf = new Map<Walk, Session>()
  const explained = new Map<Walk, readonly Explanation[]>()
  for (const together of Map.groupBy(walks, groupOf).values()) {
    const createSession = yield* createSessions(together)
    const seen = new Map<Walk, Sightings>()
    for (const [index, walk] of together.entries()) {
      const around = createSession(walk, index)
      sessionOf.set(walk, around)
      seen.set(walk, yield* sightingsIn(walk, around))
    }
    for (const walk of seen.keys()) {
      yield
      const around = sessionOf.get(walk)
      const { left: sightings, by } = around ? unexplained(walk, seen, around) : NOTHING
      if (sightings.size > 0) broken.set(walk, [...sightings.keys()])
      else if (by.length > 0) explained.set(walk, by)
      for (const [rule, sighting] of sightings) {
        const severity = severityOf(rule, sighting)
        const words = sighting.kind ?? sighting.message
        const key = JSON.stringify([rule.id, severity, walk.token, words])
        findings.set(key, merge(findings.get(key), { rule, severity, walk, sighting }))
      }
    }
  }
  return {
    findings: yield* inOrder([...findings.values()], (a, b) =>
      byGravity(gravityOf(a), gravityOf(b)),
    ),
    broken,
    excuseOf(walk) {
      const around = sessionOf.get(walk)
      const by = explained.get(walk)?.find(({ rule, other }) => broken.get(other)?.includes(rule))
      if (by) return `the finding ${by.rule.id} of walk #${by.other.id} explains it`
      return around ? excuseOf(walk, around) : 'nothing is known of it'
    },
  }
}

/** Walks of one token are judged together, those of each party by themselves. */
const groupOf = ({ token, party }: Walk): string => `${token} ${party}`

type Sightings = ReadonlyMap<LintRule, Sighting>

const NONE: Sightings = new Map()

/** A rule that explains the sightings of a walk, and another walk that broke it. */
type Explanation = { readonly rule: LintRule; readonly other: Walk }

type Unexplained = { readonly left: Sightings; readonly by: readonly Explanation[] }

const NOTHING: Unexplained = { left: NONE, by: [] }

/** One of so many explanations is mostly a finding in the end. */
const MAX_EXPLANATIONS = 4

/** Other work may have a turn after each rule that reads a walk of more requests. */
const LONG = 64

function* sightingsIn(walk: Walk, session: Session): Work<Sightings> {
  let sightings: Map<LintRule, Sighting> | undefined
  const isLong = walk.steps.length > LONG
  yield
  for (const rule of rules) {
    if (isLong) yield
    const sighting = rule.find(walk, session)
    if (sighting) (sightings ??= new Map()).set(rule, sighting)
  }
  return sightings ?? NONE
}

/**
 * The sightings in a walk, without those that a rule of `explainedBy` explains.
 * The explaining sighting is in the walk, in one at the same time, or shows the same requests.
 * A walk at the same time counts because it may have the same client. A note explains only notes.
 */
function unexplained(walk: Walk, seen: ReadonlyMap<Walk, Sightings>, around: Session): Unexplained {
  const own = seen.get(walk) ?? NONE
  if (own.size === 0) return NOTHING
  const left = new Map(own)
  const by: Explanation[] = []
  for (const other of walksAround(around.walks, around.index))
    for (const [explaining, better] of seen.get(other) ?? NONE)
      for (const [rule, sighting] of own)
        if (
          rule.explainedBy?.includes(explaining.id) &&
          (severityOf(explaining, better) !== 'note' || severityOf(rule, sighting) === 'note') &&
          (other === walk ||
            isMeanwhile(walk, other) ||
            around.everyone.includes(other) ||
            showsSame(better, sighting))
        ) {
          left.delete(rule)
          if (other !== walk && by.length < MAX_EXPLANATIONS) by.push({ rule: explaining, other })
        }
  return { left, by }
}

const severityOf = (rule: LintRule, { severity }: Sighting): Severity => severity ?? rule.severity

const showsSame = (one: Sighting, other: Sighting): boolean =>
  one.shown.some(({ step }) => other.shown.some((shown) => shown.step === step))

const MAX_SHOWN = 5
/** A message may name a long value of a client. */
const MAX_MESSAGE = 2000

type SightingOfRule = {
  readonly rule: LintRule
  readonly severity: Severity
  readonly walk: Walk
  readonly sighting: Sighting
}

function merge(
  known: JudgedFinding | undefined,
  { rule, severity, walk, sighting }: SightingOfRule,
): JudgedFinding {
  const { message, shown } = sighting
  const { id, user, token, edition } = walk
  const {
    shown: earlier,
    count,
    walks,
    ...first
  } = known ?? {
    rule,
    severity,
    walk: { id, user, token, edition },
    message: copyStart(message, MAX_MESSAGE),
    shown: [],
    count: 0,
    walks: 0,
  }
  return {
    ...first,
    shown: [...earlier, ...shown.slice(0, MAX_SHOWN - earlier.length).map(toShownRequest)],
    count: count + countOf(shown),
    walks: walks + 1,
  }
}

const countOf = (shown: readonly Shown[]): number =>
  new Set(shown.filter(({ isContext }) => !isContext).map(({ step }) => step.entry.id)).size

/** The sort key of a finding. `rank`: 0 for error. `first`: the id of the first request shown. */
export type Gravity = { readonly rank: number; readonly first: number }

export const gravityOf = (finding: JudgedFinding): Gravity => ({
  rank: rankOf(finding.severity),
  first: firstId(finding),
})

/** Compares by severity, the gravest first, then by time. */
export const byGravity = (a: Gravity, b: Gravity): number => a.rank - b.rank || a.first - b.first

/** The id of the first request that shows the finding. */
export const firstId = ({ shown, walk }: JudgedFinding): number => shown[0]?.entry.id ?? walk.id
