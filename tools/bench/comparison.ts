// From the measurements of two series to their ratio.

import type { Comparison, Series } from './catalogue.ts'
import { median, quartile } from './median.ts'
import { keyOf, type Measurement, type Measurements } from './rounds.ts'
import type { Finding } from './table.ts'

/** The measure that ranks: the processor time that a server spends on a request, or the requests that it answers in a second. */
export type Measure = 'cpu' | 'rate'

/** The ratio that stands for all rounds, the lowest and the highest. */
export type Ratio = { readonly value: number; readonly lowest: number; readonly highest: number }

/** More than so much of a core for other programs, or a wider range of ratios, and a figure is not to be trusted. */
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

/** Two series in the same run; both sides of a round were measured under much the same conditions. */
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

/** Other work only ever adds to the processor time of a request: the lower quarter of the rounds tells most. */
const calmCpu = (measured: readonly Measurement[]): number =>
  quartile(measured.map(({ cpu }) => cpu))

export const toRatio = (ratios: readonly number[]): Ratio => ({
  value: median(ratios),
  lowest: Math.min(...ratios),
  highest: Math.max(...ratios),
})

/** Other programs had the processor too, or the rounds do not agree. */
export function isDisturbed(
  { value, lowest, highest }: Ratio,
  measurements: readonly Measurement[],
): boolean {
  const others = median(measurements.map((one) => one.others))
  return others > OTHERS || (highest - lowest) / value > RANGE
}

/** Of the series that kept the load generator busiest. */
export function busyShare(measurements: Measurements): number {
  return Math.max(
    ...[...measurements.values()].map((measured) => median(measured.map(({ busy }) => busy))),
  )
}

/** How much of a core other programs had, in the middle of all measurements; NaN where the machine does not tell. */
export function othersShare(measurements: Measurements): number {
  return median([...measurements.values()].flatMap((all) => all.map(({ others }) => others)))
}
