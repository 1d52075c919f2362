// SARIF 2.1.0 for code scanning and editors.

import { readVersion } from '../system/assets.ts'
import type { Evidence, Finding } from '../judge/schemas.ts'
import { mainEvidence } from './finding-lines.ts'
import { createFingerprints } from './fingerprint.ts'
import { lacksRequests } from './headline.ts'
import type { Judgement } from './judgement.ts'
import { toPrintable } from './words.ts'
import { ruleLink } from './rule-link.ts'

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

export function formatSarif(judgement: Judgement): string {
  const { walks, url } = judgement
  const { judged, findings } = judgement.report
  const rules = [...new Map(findings.map((finding) => [finding.rule, finding])).values()]
  const indexOf = new Map(rules.map(({ rule }, index) => [rule, index]))
  const fingerprintOf = createFingerprints(walks)
  const run = {
    tool: {
      driver: {
        name: 'conversations-mock',
        version: readVersion(),
        rules: rules.map((rule) => toRule(rule, url)),
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: judged && !lacksRequests(judgement) }],
    results: findings.map((finding) =>
      toResult(finding, indexOf.get(finding.rule) ?? -1, fingerprintOf(finding)),
    ),
  }
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)
}

function toRule({ rule, severity, why, fix, docs }: Finding, url: string | undefined) {
  const helpUri = url === undefined || isLoopback(url) ? ruleLink(rule) : `${url}${docs}`
  return {
    id: rule,
    shortDescription: { text: why },
    fullDescription: { text: why },
    help: { text: fix },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: severity },
  }
}

/** A link to a loopback address works only on this machine. */
const isLoopback = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(URL.parse(url)?.hostname ?? '')

const toSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

function toResult(finding: Finding, ruleIndex: number, fingerprint: string) {
  const { rule, severity, message, fix, count, evidence, silenced } = finding
  const main = mainEvidence(finding)
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: `${toSentence(toPrintable(message))} Do instead: ${toPrintable(fix)}` },
    occurrenceCount: Math.max(1, count),
    // A finding has one location, because GitHub does not show any further one.
    locations: main ? [toLocation(main)] : [],
    relatedLocations: evidence.filter((shown) => shown !== main).map(toLocation),
    // GitHub looks for the fingerprint under this name.
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    suppressions:
      silenced === null
        ? []
        : [{ kind: 'external', status: 'accepted', justification: toPrintable(silenced) }],
  }
}

/** The path has no slash at its start, because readers take an absolute path for one on disk. */
function toLocation({ request: { method, path, query }, note }: Evidence) {
  const target = `${path}${query === '' ? '' : `?${query}`}`
  return {
    ...(note !== null && { message: { text: toPrintable(note) } }),
    physicalLocation: {
      artifactLocation: { uri: toUriReference(target.replace(/^\/+/, '')) },
      region: { startLine: 1 },
    },
    logicalLocations: [
      { fullyQualifiedName: toPrintable(`${method} ${target}`, Infinity), kind: 'resource' },
    ],
  }
}

/** Escapes characters that a request line may hold but a URI may not. */
const toUriReference = (target: string): string =>
  target
    .toWellFormed()
    .replace(/%(?![\da-f]{2})/gi, '%25')
    .replace(/[^\w\-.~:/?@!$&'()*+,;=%]/gu, encodeURIComponent)
