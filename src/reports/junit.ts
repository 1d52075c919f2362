// JUnit XML, as GitLab, Jenkins and GitHub tools read it. Each walk and each silenced finding is a
// test case.

import type { Finding } from '../judge/schemas.ts'
import type { Walk } from '../judge/walk-schemas.ts'
import { findingLines } from './finding-lines.ts'
import { headline, lacksRequests } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { isAtLeast } from '../judge/severity.ts'
import { ruleLink, rulePath } from './rule-link.ts'
import { inOrder, walkLine, walkTitle } from './walk-line.ts'
import { toPrintable } from './words.ts'

const SUITE = 'conversations-mock'

type Case = {
  readonly name: string
  readonly seconds: number
  readonly failures: readonly Finding[]
  readonly output: readonly string[]
  readonly skipped?: string | undefined
  /** A problem that is not a finding. */
  readonly problem?: string
}

export function formatJunit(judgement: Judgement): string {
  const cases = casesOf(judgement)
  const counts = {
    tests: cases.length,
    failures: cases.filter(({ failures, problem }) => failures.length > 0 || problem !== undefined)
      .length,
    errors: 0,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    time: cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${toAttributes({ name: SUITE, ...counts })}>`,
    `  <testsuite${toAttributes({ name: SUITE, ...counts })}>`,
    ...cases.flatMap((testCase) => toLines(testCase, judgement.url)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')
}

function casesOf(judgement: Judgement): Case[] {
  const { report, walks } = judgement
  if (!report.judged) return [skip('pagination', headline(judgement))]
  if (lacksRequests(judgement))
    return [
      { name: 'pagination', seconds: 0, failures: [], output: [], problem: headline(judgement) },
    ]
  const counting = report.findings.filter(({ silenced }) => silenced === null)
  const silenced = report.findings.filter((finding) => finding.silenced !== null)
  const listed = new Set(walks.map(({ id }) => id))
  const others = new Set(report.findings.map(({ walk }) => walk).filter((id) => !listed.has(id)))
  const walked = [
    ...inOrder(walks).map((walk) =>
      toCase(judgement, { walk, name: walkTitle(walk), findings: findingsOf(walk, counting) }),
    ),
    ...[...others].map((id) =>
      toCase(judgement, {
        name: `walk #${id}`,
        findings: counting.filter(({ walk }) => walk === id),
      }),
    ),
  ]
  // Some readers reject a file without test cases.
  if (walked.length === 0) return [skip('pagination', headline(judgement))]
  return [
    ...walked,
    ...silenced.map(({ rule, walk, silenced: reason }) =>
      skip(`silenced: ${rule} (walk #${walk})`, reason ?? ''),
    ),
  ]
}

/**
 * The findings of a walk. A finding names only one walk, so the same rule's finding for the same
 * token is used for the others.
 */
function findingsOf(
  { id, token, findings: broken }: Walk,
  findings: readonly Finding[],
): Finding[] {
  const own = findings.filter(({ walk }) => walk === id)
  const shared = broken
    .filter((rule) => own.every((finding) => finding.rule !== rule))
    .flatMap(
      (rule) => findings.find((finding) => finding.rule === rule && finding.token === token) ?? [],
    )
  return [...own, ...shared]
}

type Walked = { readonly name: string; readonly findings: readonly Finding[]; readonly walk?: Walk }

function toCase({ level, url }: Judgement, { name, findings, walk }: Walked): Case {
  const lesser = findings.filter(({ severity }) => !isAtLeast(severity, level))
  return {
    name,
    seconds: walk ? secondsOf(walk) : 0,
    failures: findings.filter(({ severity }) => isAtLeast(severity, level)),
    output: [
      ...(walk ? [walkLine(walk)] : []),
      ...lesser.flatMap((finding) => findingLines(finding, { url })),
    ],
  }
}

const skip = (name: string, reason: string): Case => ({
  name,
  seconds: 0,
  failures: [],
  output: [],
  skipped: reason,
})

const secondsOf = ({ started_at: start, ended_at: end }: Walk): number =>
  Math.max(0, Date.parse(end) - Date.parse(start)) / 1000

/** One failure element holds all failures, because readers expect at most one. */
function toLines(
  { name, seconds, failures, output, skipped, problem }: Case,
  url: string | undefined,
): string[] {
  const open = `    <testcase${toAttributes({ name, classname: SUITE, time: seconds.toFixed(3) })}>`
  const [first, ...others] = failures
  const message = `${toPrintable(first?.message ?? '')}${others.length > 0 ? ` (and ${others.length} more)` : ''}`
  return [
    open,
    ...(skipped === undefined
      ? []
      : [`      <skipped${toAttributes({ message: toPrintable(skipped) })}/>`]),
    ...(problem === undefined
      ? []
      : [`      <failure${toAttributes({ message: problem, type: 'no-requests' })}/>`]),
    ...(first === undefined
      ? []
      : [
          `      <failure${toAttributes({ message, type: first.rule })}>${escapeText(failures.flatMap((one) => failureLines(one, url)))}</failure>`,
        ]),
    ...(output.length === 0 ? [] : [`      <system-out>${escapeText(output)}</system-out>`]),
    '    </testcase>',
  ]
}

/**
 * The report outlives a mock that the command started, so it links to the documentation instead.
 */
const failureLines = (finding: Finding, url: string | undefined): string[] => [
  ...findingLines(finding, { url }),
  ...(url === undefined
    ? [`  more: ${ruleLink(finding.rule) ?? `${rulePath(finding.rule)} of the package`}`]
    : []),
]

const toAttributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')

const escapeText = (lines: readonly string[]): string => lines.map(escapeXml).join('\n')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

export const escapeXml = (text: string): string =>
  toPrintable(text, Infinity).replace(/[&<>"']/g, (character) => entities[character] ?? '')
