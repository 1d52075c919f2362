// The report as Markdown, for the summary of a CI job.

import type { Finding } from '../judge/schemas.ts'
import { headline } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { findingsByRule } from './level.ts'
import { ruleLink } from './rule-link.ts'
import { formatText } from './text.ts'
import { happenedAgain, toPrintable } from './words.ts'

/** GitHub accepts up to 1 MB for each step and drops a larger summary completely. */
const MAX_TEXT = 200_000

export function formatSummary(judgement: Judgement): string {
  const rules = findingsByRule(judgement.report)
  return [
    `### conversations-mock: ${headline(judgement)}`,
    ...(rules.length === 0
      ? []
      : [
          '',
          '| | rule | seen | do instead |',
          '| --- | --- | --- | --- |',
          ...rules.map(toRow),
          '',
          ...toDetails(formatText(judgement)),
        ]),
  ].join('\n')
}

function toRow([{ severity, rule, message, fix }, ...others]: readonly [
  Finding,
  ...Finding[],
]): string {
  const more = others.length > 0 ? ` (${happenedAgain(others.length)})` : ''
  return `| ${severity} | ${linked(rule)} | ${escapeMarkdown(message)}${more} | ${escapeMarkdown(fix)} |`
}

function linked(rule: string): string {
  const link = ruleLink(rule)
  return link === undefined ? escapeMarkdown(rule) : `[${escapeMarkdown(rule)}](${link})`
}

/** The fence around the text is longer than any run of backticks in it. */
function toDetails(text: string): string[] {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}\n… (cut)` : text
  const longest = Math.max(0, ...(cut.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return [
    '<details><summary>Requests and walks</summary>',
    '',
    `${fence}text`,
    cut,
    fence,
    '',
    '</details>',
  ]
}

/** Writes Markdown characters as HTML entities, which are never read as formatting. */
export const escapeMarkdown = (text: string): string =>
  toPrintable(text).replace(/[\\`*_{}[\]<>()#+!|~&@$^=]/g, (mark) => `&#${mark.charCodeAt(0)};`)
