// A chart of one measure over time. Each column links to the rows that it counts.

import { useState } from 'preact/hooks'
import { toLabel, toPeriod } from './amounts.ts'
import { type Label, LETTER, toLabelled, toTicks, toTicksInSteps } from './axis.ts'
import { Bars } from './bars.tsx'
import type { Bucket, Span } from './buckets.ts'
import { toColumns } from './columns.ts'
import type { Measure } from './measure.ts'
import { toPath } from './path.ts'
import { type Area, Plot } from './plot.tsx'

type Props = { readonly span: Span; readonly measure: Measure }

export function BarChart({ span, measure }: Props) {
  const [column, setColumn] = useState<number>()
  const { buckets, unit } = span
  const { lineOf, toTick } = measure
  const heights = buckets.map((bucket) =>
    measure.parts.reduce((total, { valueOf }) => total + valueOf(bucket), 0),
  )
  const ticks = toTicks(Math.max(...heights), { isWhole: measure.isWhole })
  const last = buckets.at(-1)
  const right = lineOf && last && { ticks: toTicksInSteps(lineOf(last), ticks.length - 1), toTick }
  return (
    <Plot
      label={`${measure.title} per ${unit}; the arrow keys lead through them`}
      left={{ ticks, toTick }}
      right={right}
      labels={(area) => labelsOf(span, area)}
      draw={(area) => (
        <>
          <Breaks buckets={buckets} area={area} />
          <Bars span={span} measure={measure} area={area} onPoint={setColumn} />
          <RunningLine buckets={buckets} lineOf={lineOf} area={area} />
        </>
      )}
      above={(area) => <Tip span={span} column={column} measure={measure} area={area} />}
    />
  )
}

/** Labels by importance: the last column, the columns after a break, then every n-th column. */
function labelsOf({ buckets, unit }: Span, area: Area): Label[] {
  const columns = toColumns(buckets, area)
  const texts = buckets.map((bucket) => toLabel(bucket, unit, isLong(buckets)))
  const width = area.width / Math.max(1, buckets.length)
  const starts = buckets.flatMap(({ skipped }, index) => (skipped === undefined ? [] : [index + 1]))
  const even = toLabelled(
    buckets.length,
    width,
    Math.max(...texts.map((text) => text.length)) * LETTER,
  )
  return [buckets.length - 1, ...starts, ...(starts.length > 0 ? [0] : []), ...even].flatMap(
    (index) => {
      const column = columns[index]
      const isBreak = buckets[index]?.skipped !== undefined
      return column && !isBreak
        ? [{ x: column.x + column.width / 2, text: texts[index] ?? '' }]
        : []
    },
  )
}

const YEAR_DAYS = 350

/** Whether labels need the year, because the same day of two years may be on the axis. */
const isLong = (buckets: readonly Bucket[]): boolean =>
  Date.parse(buckets.at(-1)?.to ?? '') - Date.parse(buckets[0]?.from ?? '') > YEAR_DAYS * 86_400_000

type AreaProps = { readonly buckets: readonly Bucket[]; readonly area: Area }

/** Draws two strokes across the axis at each break. */
function Breaks({ buckets, area }: AreaProps) {
  return (
    <g class="breaks" aria-hidden="true">
      {toColumns(buckets, area).map(({ x, width }, index) => {
        if (buckets[index]?.skipped === undefined) return null
        const middle = (x + width / 2).toFixed(1)
        return <path key={x} d={`M${middle} ${area.bottom}m-6 5l5 -10m2 10l5 -10`} />
      })}
    </g>
  )
}

function RunningLine({
  buckets,
  lineOf,
  area,
}: AreaProps & { readonly lineOf: Measure['lineOf'] | undefined }) {
  const last = buckets.at(-1)
  const end = (last && lineOf?.(last)) ?? 0
  if (!lineOf || end <= 0) return null
  const columns = toColumns(buckets, area)
  const line = toPath(
    buckets.map((bucket, index) => {
      const { x, width } = columns[index] ?? { x: 0, width: 0 }
      return { x: x + width / 2, y: area.bottom - area.rightHeightOf(lineOf(bucket)) }
    }),
  )
  return (
    <>
      <path class="running halo" d={line} />
      <path class="running" d={line} />
    </>
  )
}

type TipProps = Props & { readonly column: number | undefined; readonly area: Area }

/** The tooltip, beside its column. The link's label says the same to screen readers. */
function Tip({ span: { buckets, unit }, measure, column: index = -1, area }: TipProps) {
  const bucket = buckets[index]
  const column = toColumns(buckets, area)[index]
  if (!bucket || !column) return null
  const isLeft = column.x + column.width / 2 < area.left + area.width / 2
  const side = isLeft
    ? { left: `${column.x + column.width + 6}px` }
    : { right: `calc(100% - ${column.x - 6}px)` }
  return (
    <div class="tip" style={side} aria-hidden="true">
      <strong>{toPeriod(bucket, unit)}</strong>
      <dl>
        {measure.columns.map(({ name, type, textOf }) => (
          <div key={name}>
            <dt class={type === undefined ? '' : `type ${type}`}>{name}</dt>
            <dd>{textOf(bucket)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
