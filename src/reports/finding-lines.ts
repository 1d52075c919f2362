// Writes a finding as lines: the observation, its effect, the fix, and the requests that show it.

import type { Evidence, Finding } from '../judge/schemas.ts'
import { counted } from '../judge/words.ts'
import { toPrintable } from './words.ts'

/** Colours a part of a line for a terminal. */
export type Paint = (part: 'error' | 'warning' | 'note' | 'rule' | 'dim', text: string) => string

const plain: Paint = (_part, text) => text

export function findingLines(
  finding: Finding,
  { url, paint = plain }: { url?: string | undefined; paint?: Paint } = {},
): string[] {
  const { severity, rule, message, why, fix, docs } = finding
  return [
    `${paint(severity, severity)} ${paint('rule', rule)}: ${toPrintable(message)}`,
    `  why: ${toPrintable(why)}`,
    `  do instead: ${toPrintable(fix)}`,
    ...(url === undefined ? [] : [`  more: ${url}${toPrintable(docs)}`]),
    ...evidenceLines(finding, { url, paint }),
  ]
}

export function evidenceLines(
  { evidence, count }: Finding,
  { url, paint = plain }: { url?: string | undefined; paint?: Paint },
): string[] {
  const lines = evidence.flatMap((shown) => [
    `  ${toRequestLine(shown)}`,
    ...(url === undefined
      ? []
      : [paint('dim', `      ${toPrintable(shown.request.curl, Infinity)}`)]),
  ])
  const more = count - evidence.filter((shown) => shown.counted).length
  return more > 0 ? [...lines, `  and ${counted(more, 'more request')}`] : lines
}

/** The first request that shows the mistake. A request that only explains it may come before. */
export const mainEvidence = ({ evidence }: Pick<Finding, 'evidence'>): Evidence | undefined =>
  evidence.find((shown) => shown.counted) ?? evidence[0]

/** For example `#12 GET /api/user/conversations?page=2 → 200, 15 rows: note`. */
const toRequestLine = ({ request, note }: Evidence): string =>
  `#${request.id} ${requestText(request)}${note === null ? '' : `: ${toPrintable(note)}`}`

/** For example `GET /api/user/conversations?page=2 → 200, 15 rows`. */
export function requestText({
  method,
  path,
  query,
  status,
  rows,
  faults,
}: Evidence['request']): string {
  const answer = [
    status ?? 'cut off',
    ...(rows === null ? [] : [counted(rows, 'row')]),
    ...(faults.length === 0 ? [] : [`fault ${faults.join(', ')}`]),
  ].join(', ')
  const target = toPrintable(`${method} ${path}${query === '' ? '' : `?${query}`}`, 300)
  return `${target} → ${answer}`
}
