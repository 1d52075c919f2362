// Shows two builds side by side, one value per line.

import { type Column, formatNumber, formatRange, headOf, lineOf } from './columns.ts'
import type { Finding, Ratio } from './finding.ts'

/** A value in both builds. A `ratio` above 1 means that this build is better than the other. */
export type BuildFinding = {
  readonly own: Finding
  readonly other: Finding
  readonly ratio: Ratio
  readonly isDisturbed?: boolean
}

const columns: readonly Column<BuildFinding>[] = [
  { title: 'name', width: -14, textOf: ({ own }) => own.name },
  { title: 'what', width: -47, textOf: ({ own }) => own.what },
  { title: 'this', width: 12, textOf: ({ own }) => formatValue(own) },
  { title: 'other', width: 12, textOf: ({ other }) => formatValue(other) },
  { title: 'gain', width: 6, textOf: ({ ratio }) => ratio.value.toFixed(3) },
  {
    title: 'min–max',
    width: 10,
    textOf: ({ ratio }) => formatRange(ratio.lowest, ratio.highest),
  },
  { title: '', width: -6, textOf: formatVerdict },
  { title: '', width: -9, textOf: ({ isDisturbed }) => (isDisturbed === true ? 'disturbed' : '') },
]

export const formatBuildTable = (findings: readonly BuildFinding[]): string =>
  [headOf(columns), ...findings.map((finding) => lineOf(columns, finding).trimEnd())].join('\n')

const formatValue = ({ value, unit }: Finding): string =>
  value === undefined ? 'skipped' : `${formatNumber(value)} ${unit}`

/** Empty unless all rounds agree. A single round cannot show agreement. */
function formatVerdict({ ratio: { lowest, highest } }: BuildFinding): string {
  if (lowest === highest) return ''
  if (lowest > 1) return 'better'
  return highest < 1 ? 'worse' : ''
}
