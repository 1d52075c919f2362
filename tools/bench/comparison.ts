// From the measurements of two series to their ratio.

import type { Comparison } from './catalogue.ts'
import { median } from './median.ts'
import { keyOf, type Measurements } from './rounds.ts'
import type { Finding } from './table.ts'

/** Linux counts processor time in these for programs, whatever the kernel counts in. */
const TICKS_PER_SECOND = 100

/** The median of the ratios of each round, whose two sides were measured under much the same conditions. */
export function compare(
  { name, what, series, reference, target }: Comparison,
  measurements: Measurements,
): Finding {
  const measured = measurements.get(keyOf(series)) ?? []
  const referred = measurements.get(keyOf(reference)) ?? []
  return {
    name,
    what,
    unit: '×',
    value: median(
      measured.map(({ perSecond }, round) => perSecond / (referred[round]?.perSecond ?? NaN)),
    ),
    target,
    load: {
      byProcessor: median(
        measured.map(({ ticks }, round) => (referred[round]?.ticks ?? NaN) / ticks),
      ),
      perSecond: median(measured.map(({ perSecond }) => perSecond)),
      referencePerSecond: median(referred.map(({ perSecond }) => perSecond)),
      p99: median(measured.map(({ p99 }) => p99)),
    },
  }
}

/** Of the series that kept the load generator busiest. */
export function busyShare(measurements: Measurements): number {
  return Math.max(
    ...[...measurements.values()].map((measured) => median(measured.map(({ busy }) => busy))),
  )
}

/** Share of a core that the server of the most disturbed series had; NaN where the machine does not tell. */
export function coreShare(measurements: Measurements): number {
  const shares = [...measurements.values()].map((measured) =>
    median(measured.map(({ ticks, perSecond }) => ticks * perSecond)),
  )
  return Math.min(...shares) / TICKS_PER_SECOND
}
