// Compares two builds. They are measured alternately in the same run.

import type { BuildFinding } from './build-table.ts'
import type { Comparison } from './catalogue.ts'
import { compare, isDisturbed, ratioOf } from './comparison.ts'
import { otherOf } from './load-figures.ts'
import { keyOf, type Measurements } from './rounds.ts'
import { isMock } from './servers.ts'
import type { Finding, Measure } from './finding.ts'

/** Compares the two builds, once for each series of a mock. */
export function compareSeries(
  comparisons: readonly Comparison[],
  measurements: Measurements,
  measure: Measure,
): BuildFinding[] {
  const bySeries = new Map<string, Comparison>()
  for (const comparison of comparisons) {
    const key = keyOf(comparison.series)
    if (isMock(comparison.series.server) && !bySeries.has(key)) bySeries.set(key, comparison)
  }
  return [...bySeries.values()].map((comparison) => {
    const { series, reference } = comparison
    const other = { ...comparison, series: otherOf(series), reference: otherOf(reference) }
    const ratio = ratioOf(series, other.series, measurements, measure)
    const measured = [series, other.series].flatMap((one) => measurements.get(keyOf(one)) ?? [])
    return {
      own: compare(comparison, measurements, measure),
      other: compare(other, measurements, measure),
      ratio,
      isDisturbed: isDisturbed(ratio, measured),
    }
  })
}

/** Pairs the single values of this build with those of the other build. */
export function pairSingles(own: readonly Finding[], others: readonly Finding[]): BuildFinding[] {
  return own.flatMap((one) => {
    const other = others.find(({ name }) => name === one.name)
    return other ? { own: one, other, ratio: gainOf(one, other) } : []
  })
}

function gainOf({ value = NaN, target }: Finding, other: Finding): BuildFinding['ratio'] {
  const ratio = value / (other.value ?? NaN)
  const gain = target?.bound === 'at most' ? 1 / ratio : ratio
  return { value: gain, lowest: gain, highest: gain }
}
