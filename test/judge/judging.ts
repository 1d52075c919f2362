// Tables of what clients ask, and of what each rule makes of it.

import { describe, expect, test } from 'vitest'
import { type JudgedFinding, judge } from '../../src/judge/judge.ts'
import type { RuleId } from '../../src/rule-ids.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { trace, type TraceOptions } from '../walks/trace.ts'
import { walksOf } from '../walks/walking.ts'
import { finish } from '../finish.ts'

export type JudgeOptions = TraceOptions & {
  /** That walks may go on. */
  readonly isLive?: boolean
}

/** `message` is a part of what is said; `count` is how many requests show it. */
export type Break = readonly [
  what: string,
  notation: string,
  message: string | RegExp,
  options?: JudgeOptions & { count?: number },
]

/** `others`: what is found instead, which is nothing if it is absent. */
export type Pass = readonly [
  what: string,
  notation: string,
  options?: JudgeOptions & { others?: readonly RuleId[] },
]

export const judgeEntries = (entries: readonly Entry[], isLive = false): readonly JudgedFinding[] =>
  finish(judge(walksOf(entries, { isIdle: () => !isLive }))).findings

export const judgeTrace = (
  notation: string,
  { isLive = false, ...options }: JudgeOptions = {},
): readonly JudgedFinding[] => judgeEntries(trace(notation, options), isLive)

export const rulesOf = (found: readonly JudgedFinding[]): string[] =>
  [...new Set(found.map(({ rule }) => rule.id))].toSorted()

/** What breaks the rule breaks no other one. */
export function testRule(
  rule: RuleId,
  { breaks, passes }: { breaks: readonly Break[]; passes: readonly Pass[] },
): void {
  describe(rule, () => {
    test.each(titled(breaks))(
      'finds %s: %s',
      (_what, _notation, [, notation, message, { count, ...options } = {}]) => {
        const found = judgeTrace(notation, options)
        expect(found.map((one) => [one.rule.id, one.message])).toEqual([
          [
            rule,
            typeof message === 'string'
              ? expect.stringContaining(message)
              : expect.stringMatching(message),
          ],
        ])
        if (count !== undefined) expect(found.map((one) => one.count)).toEqual([count])
        expect(found.flatMap(({ shown }) => shown).length).toBeGreaterThan(0)
      },
    )

    test.each(titled(passes))(
      'lets %s pass: %s',
      (_what, _notation, [, notation, { others = [], ...options } = {}]) => {
        expect(rulesOf(judgeTrace(notation, options))).toEqual(others.toSorted())
      },
    )
  })
}

const titled = <Row extends Break | Pass>(rows: readonly Row[]) =>
  rows.map((row) => [row[0], row[1], row] as const)
