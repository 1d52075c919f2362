// Turns the measurements of two series into their ratio.

import type { Comparison } from './catalogue.ts'
import type { Finding, Measure, Ratio } from './finding.ts'
import { median, quartile } from './median.ts'
import { keyOf, type Measurement, type Measurements } from './rounds.ts'
import type { Series } from './servers.ts'

/** A figure is unreliable if other programs use more of a core, or if the ratios vary more. */
const OTHERS = 0.2
const RANGE = 0.15

export function compare(
  { name, what, series, reference, target }: Comparison,
  measurements: Measurements,
  measure: Measure,
): Finding {
  const measured = measurements.get(keyOf(series)) ?? []
  const referred = measurements.get(keyOf(reference)) ?? []
  const ratio = ratioOf(series, reference, measurements, measure)
  const other = ratioOf(series, reference, measurements, measure === 'cpu' ? 'rate' : 'cpu')
  return {
    name,
    what,
    unit: '×',
    value: ratio.value,
    ratio,
    target,
    byOther: other.value,
    load: {
      perSecond: median(measured.map(({ perSecond }) => perSecond)),
      referencePerSecond: median(referred.map(({ perSecond }) => perSecond)),
      p99: median(measured.map(({ p99 }) => p99)),
    },
    isDisturbed: isDisturbed(ratio, [...measured, ...referred]),
  }
}

/**
 * Compares two series of the same run. Both sides of a round are measured under nearly the same
 * conditions.
 */
export function ratioOf(
  series: Series,
  reference: Series,
  measurements: Measurements,
  measure: Measure,
): Ratio {
  const measured = measurements.get(keyOf(series)) ?? []
  const referred = measurements.get(keyOf(reference)) ?? []
  const ratio = toRatio(
    measured.map((one, round) => {
      const other = referred[round]
      if (other === undefined) return NaN
      return measure === 'cpu' ? other.cpu / one.cpu : one.perSecond / other.perSecond
    }),
  )
  return measure === 'cpu' ? { ...ratio, value: calmCpu(referred) / calmCpu(measured) } : ratio
}

/**
 * Other programs can only increase the processor time of a request. So the lower quartile of the
 * rounds is the most reliable.
 */
const calmCpu = (measured: readonly Measurement[]): number =>
  quartile(measured.map(({ cpu }) => cpu))

export const toRatio = (ratios: readonly number[]): Ratio => ({
  value: median(ratios),
  lowest: Math.min(...ratios),
  highest: Math.max(...ratios),
})

/** Whether other programs used the processor, or the rounds do not agree. */
export function isDisturbed(
  { value, lowest, highest }: Ratio,
  measurements: readonly Measurement[],
): boolean {
  const others = median(measurements.map((one) => one.others))
  return others > OTHERS || (highest - lowest) / value > RANGE
}

/** The busy share of the load generator, for the series that used it most. */
export function busyShare(measurements: Measurements): number {
  return Math.max(
    ...[...measurements.values()].map((measured) => median(measured.map(({ busy }) => busy))),
  )
}

/** The share of a core that other programs used: the median of all measurements. NaN if unknown. */
export function othersShare(measurements: Measurements): number {
  return median([...measurements.values()].flatMap((all) => all.map(({ others }) => others)))
}
