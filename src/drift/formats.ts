// Writes a report of drift in the output formats of the judge.

import { createHash } from 'node:crypto'
import { escapeData, escapeProperty } from '../reports/github.ts'
import type { Formatted, FormatName } from '../reports/formats.ts'
import { escapeXml } from '../reports/junit.ts'
import { escapeMarkdown } from '../reports/summary.ts'
import { toPrintable } from '../reports/words.ts'
import { readVersion } from '../system/assets.ts'
import { countingEntries, type DriftReport, type Entry } from './entry.ts'
import { FIX, headline, requestText, sentenceOf, switchText } from './words.ts'

export const driftFormats: Readonly<Record<FormatName, (report: DriftReport) => Formatted>> = {
  text: (report) => ({ output: formatText(report) }),
  json: (report) => ({
    output: JSON.stringify(
      { ...report, drifted: countingEntries(report).length > 0 },
      undefined,
      2,
    ),
  }),
  junit: (report) => ({ output: formatJunit(report) }),
  github: (report) => ({ output: formatGithub(report), summary: formatSummary(report) }),
  sarif: (report) => ({ output: formatSarif(report) }),
}

function formatText(report: DriftReport): string {
  const blocks = [
    [headline(report)],
    ...countingEntries(report).map(entryLines),
    report.entries.flatMap((entry) =>
      entry.ignored === null ? [] : [`ignored ${sentenceOf(entry)}: ${toPrintable(entry.ignored)}`],
    ),
    report.not_compared.map(({ question, reason }) =>
      toPrintable(`not compared: ${question} (${reason})`),
    ),
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function entryLines(entry: Entry): string[] {
  const explained = switchText(entry)
  return [
    toPrintable(`${entry.where} (${entry.kind})`),
    toPrintable(`  live: ${entry.live}`),
    toPrintable(`  mock: ${entry.mock}`),
    `  ${requestText(entry)}`,
    ...(explained === undefined ? [] : [`  ${toPrintable(explained)}`]),
  ]
}

const SUITE = 'conversations-mock drift'

function formatJunit(report: DriftReport): string {
  const counting = countingEntries(report)
  const cases = report.entries.map((entry) => {
    const open = `    <testcase name="${escapeXml(`${entry.where} (${entry.kind})`)}" classname="drift">`
    const lines = entryLines(entry).map(escapeXml).join('\n')
    return entry.ignored === null
      ? `${open}<failure message="${escapeXml(sentenceOf(entry))}">${lines}</failure></testcase>`
      : `${open}<skipped message="${escapeXml(entry.ignored)}"/></testcase>`
  })
  // Some readers reject a file without test cases.
  const all = cases.length > 0 ? cases : ['    <testcase name="answers" classname="drift"/>']
  const counts = `tests="${all.length}" failures="${counting.length}" errors="0" skipped="${report.entries.length - counting.length}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${SUITE}" ${counts}>`,
    `  <testsuite name="${SUITE}" ${counts}>`,
    ...all,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')
}

function formatGithub(report: DriftReport): string {
  const commands = countingEntries(report).map((entry) => {
    const text = [sentenceOf(entry), requestText(entry), switchText(entry) ?? ''].filter(Boolean)
    const title = escapeProperty(`drift: ${toPrintable(entry.where)}`)
    return `::error title=${title}::${escapeData(text.join('\n'))}`
  })
  return [...commands, headline(report)].join('\n')
}

function formatSummary(report: DriftReport): string {
  const rows = countingEntries(report).map((entry) =>
    [entry.where, entry.kind, entry.live, entry.mock, switchText(entry) ?? '']
      .map(escapeMarkdown)
      .join(' | '),
  )
  const ignored = report.entries.flatMap(({ where, kind, ignored: reason }) =>
    reason === null ? [] : [`- ignored: ${escapeMarkdown(`${where} (${kind}): ${reason}`)}`],
  )
  return [
    `### conversations-mock drift: ${headline(report)}`,
    ...(rows.length === 0
      ? []
      : ['', '| where | kind | live | mock | switch |', '| --- | --- | --- | --- | --- |']),
    ...rows.map((row) => `| ${row} |`),
    ...(ignored.length === 0 ? [] : ['', ...ignored]),
  ].join('\n')
}

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

function formatSarif(report: DriftReport): string {
  const kinds = [...new Set(report.entries.map(({ kind }) => kind))]
  const run = {
    tool: {
      driver: {
        name: 'conversations-mock',
        version: readVersion(),
        rules: kinds.map((kind) => ({
          id: idOf(kind),
          shortDescription: { text: `The live API and the mock differ: ${kind}.` },
          help: { text: FIX },
          defaultConfiguration: { level: 'error' },
        })),
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: report.complete }],
    results: report.entries.map((entry) => ({
      ruleId: idOf(entry.kind),
      ruleIndex: kinds.indexOf(entry.kind),
      level: 'error',
      message: { text: `${sentenceOf(entry)}. ${switchText(entry) ?? ''}`.trim() },
      locations: [toLocation(entry)],
      partialFingerprints: { primaryLocationLineHash: fingerprintOf(entry) },
      suppressions:
        entry.ignored === null
          ? []
          : [{ kind: 'external', status: 'accepted', justification: toPrintable(entry.ignored) }],
    })),
  }
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)
}

const idOf = (kind: string): string => `drift-${kind.replaceAll(' ', '-')}`

/** Readers require the path of a file, so the path of the API stands in its place. */
const toLocation = ({ where, request }: Entry) => ({
  physicalLocation: {
    artifactLocation: { uri: 'api/user/conversations' },
    region: { startLine: 1 },
  },
  logicalLocations: [{ fullyQualifiedName: toPrintable(`${request} ${where}`), kind: 'resource' }],
})

const fingerprintOf = ({ where, kind, request }: Entry): string =>
  `${createHash('sha256')
    .update(JSON.stringify([where, kind, request]))
    .digest('hex')
    .slice(0, 16)}:1`
