// The results, in a line each.

import { styleText } from 'node:util'
import type { Target } from './catalogue.ts'

export type Finding = {
  readonly name: string
  readonly what: string
  readonly unit: string
  /** Undefined where this machine cannot tell. */
  readonly value: number | undefined
  readonly target: Target | undefined
  readonly load?: LoadFinding | undefined
}

/** The numbers behind a ratio of throughput. */
export type LoadFinding = {
  /** The same ratio by the servers' processor time for a request, which other work on the machine disturbs less; NaN if unknown. */
  readonly byProcessor: number
  readonly perSecond: number
  readonly referencePerSecond: number
  /** The latency in milliseconds that 99 % of requests do not exceed. */
  readonly p99: number
}

type Column = {
  readonly title: string
  readonly width: number
  readonly textOf: (finding: Finding) => string
}

const columns: readonly Column[] = [
  { title: 'name', width: -14, textOf: ({ name }) => name },
  { title: 'what', width: -45, textOf: ({ what }) => what },
  { title: 'result', width: 13, textOf: formatValue },
  { title: 'target', width: 10, textOf: formatTarget },
  { title: '', width: -7, textOf: formatVerdict },
  {
    title: 'by CPU',
    width: 6,
    textOf: ({ load }) =>
      load && !Number.isNaN(load.byProcessor) ? load.byProcessor.toFixed(2) : '',
  },
  { title: 'req/s', width: 7, textOf: ({ load }) => formatCount(load?.perSecond) },
  { title: 'against', width: 8, textOf: ({ load }) => formatCount(load?.referencePerSecond) },
  { title: 'p99 ms', width: 7, textOf: ({ load }) => load?.p99.toFixed(2) ?? '' },
]

export function formatTable(findings: readonly Finding[]): string {
  const head = columns.map(({ title, width }) => pad(title, width)).join(' ')
  const lines = findings.map((finding) => {
    const line = columns.map(({ textOf, width }) => pad(textOf(finding), width)).join(' ')
    return isMet(finding) === false ? styleText('red', line) : line
  })
  const judged = findings.map(isMet).filter((met) => met !== undefined)
  return [head, ...lines, `${judged.filter(Boolean).length} of ${judged.length} targets met`].join(
    '\n',
  )
}

/** Undefined where there is no target or no value. */
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

const formatNumber = (value: number): string =>
  value >= 100 ? formatCount(value) : value.toFixed(2)

const formatCount = (value: number | undefined): string =>
  value === undefined ? '' : Math.round(value).toLocaleString('en')

/** To the right, or to the left for a negative width. */
const pad = (text: string, width: number): string =>
  width < 0 ? text.padEnd(-width) : text.padStart(width)
