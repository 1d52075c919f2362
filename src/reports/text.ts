// The report as text, for a terminal and for the message of a failed test.

import { styleText } from 'node:util'
import type { Finding, Report } from '../judge/schemas.ts'
import type { Walk } from '../judge/walk-schemas.ts'
import { evidenceLines, findingLines, type Paint } from './finding-lines.ts'
import { headline } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { findingsByRule } from './level.ts'
import { inOrder, isRefused, walkLine } from './walk-line.ts'
import { counted } from '../judge/words.ts'
import { happenedAgain, toPrintable } from './words.ts'

export type TextOptions = { readonly isColored?: boolean }

const FINDINGS_OF_RULE = 3
const WALKS = 20

const styles = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
  rule: 'bold',
  dim: 'dim',
} as const

/** The text has no line break at its end. */
export function formatText(judgement: Judgement, { isColored = false }: TextOptions = {}): string {
  const { report, walks, url } = judgement
  const paint: Paint = (part, text) =>
    isColored ? styleText(styles[part], text, { validateStream: false }) : text
  const blocks = [
    [headline(judgement)],
    ...findingsByRule(report).map((findings) => ruleLines(findings, { url, paint })),
    walkLines(walks),
    [...silencedLines(report), ...forgottenLines(report)],
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

/**
 * Shows the first finding of a rule in full. A few more show only their differences, and the rest
 * is a number.
 */
function ruleLines(
  [first, ...others]: readonly [Finding, ...Finding[]],
  options: { url: string | undefined; paint: Paint },
): string[] {
  const shown = others.slice(0, FINDINGS_OF_RULE - 1)
  const rest = others.length - shown.length
  return [
    ...findingLines(first, options),
    ...shown.flatMap((finding) =>
      [`  also: ${toPrintable(finding.message)}`].concat(evidenceLines(finding, options)),
    ),
    ...(rest > 0 ? [`  ${happenedAgain(rest)}`] : []),
  ]
}

function walkLines(walks: readonly Walk[]): string[] {
  const notable = inOrder(walks).filter(isNotable)
  const lines = notable.slice(0, WALKS).map(walkLine)
  return notable.length > WALKS
    ? [
        ...lines,
        `and ${counted(notable.length - WALKS, 'more walk')} that did not bring each row once`,
      ]
    : lines
}

/**
 * A refused walk is worth a line only if a rule reports it. Otherwise the refusal is a normal
 * answer.
 */
function isNotable(walk: Walk): boolean {
  if (isRefused(walk)) return walk.findings.length > 0
  return walk.verdict !== 'complete' && walk.verdict !== 'single_page'
}

function silencedLines({ findings }: Report): string[] {
  const reasons = Map.groupBy(
    findings.filter(({ silenced }) => silenced !== null),
    ({ rule, silenced }) => `silenced ${rule}: ${toPrintable(silenced ?? '')}`,
  )
  return [...reasons].map(([line, { length }]) =>
    length === 1 ? line : `${line} (${counted(length, 'finding')})`,
  )
}

function forgottenLines({ forgotten }: Report): string[] {
  if (forgotten === 0) return []
  const were = forgotten === 1 ? 'was' : 'were'
  return [
    `${counted(forgotten, 'older request')} had been dropped from the journal and ${were} not judged; use a larger --journal`,
  ]
}
