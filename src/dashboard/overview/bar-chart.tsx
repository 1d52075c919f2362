// One measure of the conversations over time, as columns that lead to the rows they count.

import { useState } from 'preact/hooks'
import { toLabel, toPeriod } from './amounts.ts'
import { toLabelled, toTicks } from './axis.ts'
import { Bars } from './bars.tsx'
import type { Bucket, Span } from './buckets.ts'
import type { Measure } from './measure.ts'
import { toPath } from './path.ts'
import { type Area, type Label, Plot } from './plot.tsx'

type Props = { readonly span: Span; readonly measure: Measure }

const LABEL = 66

export function BarChart({ span, measure }: Props) {
  const [column, setColumn] = useState<number>()
  const { buckets, unit } = span
  const heights = buckets.map((bucket) => measure.parts.reduce((total, { valueOf }) => total + valueOf(bucket), 0))

  function labelsOf({ left, width }: Area): Label[] {
    return toLabelled(buckets.length, width, LABEL).flatMap((index) => {
      const bucket = buckets[index]
      return bucket ? [{ x: left + ((index + 0.5) / buckets.length) * width, text: toLabel(bucket, unit) }] : []
    })
  }

  return (
    <Plot
      label={`${measure.title} per ${unit}; the arrow keys lead through them`}
      ticks={toTicks(Math.max(...heights), { isWhole: measure.isWhole })}
      toTick={measure.toTick}
      labels={labelsOf}
      draw={(area) => (
        <>
          <Bars span={span} measure={measure} area={area} onPoint={setColumn} />
          <RunningLine buckets={buckets} lineOf={measure.lineOf} area={area} />
        </>
      )}
      above={(area) => <Tip span={span} column={column} measure={measure} area={area} />}
    />
  )
}

type LineProps = { readonly buckets: readonly Bucket[]; readonly lineOf: Measure['lineOf']; readonly area: Area }

function RunningLine({ buckets, lineOf, area: { left, width, bottom } }: LineProps) {
  const last = buckets.at(-1)
  const end = (last && lineOf?.(last)) ?? 0
  if (!lineOf || end <= 0 || buckets.length === 1) return null
  const step = width / buckets.length
  const height = bottom - 10
  const points = buckets.map((bucket, index) => ({ x: left + (index + 0.5) * step, y: bottom - (lineOf(bucket) / end) * height }))
  const line = toPath(points)
  return (
    <>
      <path class="running halo" d={line} />
      <path class="running" d={line} />
    </>
  )
}

type TipProps = Props & { readonly column: number | undefined; readonly area: Area }

/** Beside the column, never over it; what it says the link says too. */
function Tip({ span: { buckets, unit }, measure, column, area: { left, width } }: TipProps) {
  const bucket = column === undefined ? undefined : buckets[column]
  if (column === undefined || !bucket) return null
  const step = width / buckets.length
  const isLeft = column < buckets.length / 2
  const side = isLeft ? { left: `${left + (column + 1) * step + 6}px` } : { right: `${width - column * step + 8}px` }
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
