// Output for GitHub Actions: annotations as workflow commands, and a page for the job's summary.

import type { Finding, Severity } from '../judge/schemas.ts'
import { mainEvidence, requestText } from './finding-lines.ts'
import { headline, lacksRequests } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { findingsByRule } from './level.ts'
import { formatSummary } from './summary.ts'
import { happenedAgain, toPrintable } from './words.ts'

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

/** Writes one annotation for each rule, because GitHub shows only ten of each level per step. */
export function formatGithub(judgement: Judgement): { output: string; summary: string } {
  const annotations = lacksRequests(judgement)
    ? [annotation('error', 'nothing was judged', headline(judgement))]
    : commandsOf(judgement)
  return {
    output: [...annotations, headline(judgement)].join('\n'),
    summary: formatSummary(judgement),
  }
}

const commandsOf = ({ report }: Judgement): string[] => findingsByRule(report).map(toCommand)

function toCommand([finding, ...others]: readonly [Finding, ...Finding[]]): string {
  const { severity, rule, message, why, fix } = finding
  const main = mainEvidence(finding)
  const lines = [
    toPrintable(message),
    ...(others.length > 0 ? [`(${happenedAgain(others.length)})`] : []),
    ...(main ? [`Request: ${requestText(main.request)}`] : []),
    `Why: ${toPrintable(why)}`,
    `Do instead: ${toPrintable(fix)}`,
  ]
  return annotation(commands[severity], rule, lines.join('\n'))
}

const annotation = (command: string, title: string, text: string): string =>
  `::${command} title=${escapeProperty(`conversations-mock: ${title}`)}::${escapeData(text)}`

/** Escapes text as GitHub's own toolkit does. */
export const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

export const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
