// Prints the results, one per line.

import { styleText } from 'node:util'
import { type Column, formatCount, formatNumber, formatRange, headOf, lineOf } from './columns.ts'
import type { Finding, Measure } from './finding.ts'

const otherTitles: Record<Measure, string> = { cpu: 'by rate', rate: 'by CPU' }

const columnsBy = (measure: Measure): readonly Column<Finding>[] => [
  { title: 'name', width: -14, textOf: ({ name }) => name },
  { title: 'what', width: -47, textOf: ({ what }) => what },
  { title: measure === 'cpu' ? 'by CPU' : 'result', width: 13, textOf: formatValue },
  {
    title: 'min–max',
    width: 10,
    textOf: ({ ratio }) => (ratio ? formatRange(ratio.lowest, ratio.highest) : ''),
  },
  { title: 'target', width: 10, textOf: formatTarget },
  { title: '', width: -7, textOf: formatVerdict },
  {
    title: otherTitles[measure],
    width: 7,
    textOf: ({ byOther = NaN }) => (Number.isNaN(byOther) ? '' : byOther.toFixed(2)),
  },
  { title: 'req/s', width: 7, textOf: ({ load }) => formatCount(load?.perSecond) },
  { title: 'against', width: 8, textOf: ({ load }) => formatCount(load?.referencePerSecond) },
  { title: 'p99 ms', width: 7, textOf: ({ load }) => load?.p99.toFixed(2) ?? '' },
  { title: '', width: -9, textOf: ({ isDisturbed }) => (isDisturbed === true ? 'disturbed' : '') },
]

export function formatTable(findings: readonly Finding[], measure: Measure): string {
  const columns = columnsBy(measure)
  const lines = findings.map((finding) => {
    const line = lineOf(columns, finding).trimEnd()
    return isMet(finding) === false ? styleText('red', line) : line
  })
  const judged = findings.map(isMet).filter((met) => met !== undefined)
  const count = `${judged.filter(Boolean).length} of ${judged.length} targets met`
  return [headOf(columns), ...lines, count].join('\n')
}

/** Undefined without a target or a value. */
export function isMet({ value, target }: Finding): boolean | undefined {
  if (value === undefined || target === undefined) return undefined
  return target.bound === 'at least' ? value >= target.value : value <= target.value
}

function formatValue({ value, unit }: Finding): string {
  return value === undefined ? 'skipped' : `${formatNumber(value)} ${unit}`
}

function formatTarget({ target }: Finding): string {
  if (target === undefined) return ''
  return `${target.bound === 'at least' ? '≥' : '≤'} ${target.value.toLocaleString('en')}`
}

function formatVerdict(finding: Finding): string {
  const met = isMet(finding)
  if (met === undefined) return ''
  return met ? 'met' : 'NOT MET'
}
