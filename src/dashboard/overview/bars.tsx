// The columns of a chart. Each part is a link. The Tab key stops once per chart, and the arrow keys
// go from part to part.

import { useState } from 'preact/hooks'
import { toPeriod } from './amounts.ts'
import type { Bucket, Span } from './buckets.ts'
import { type ColumnBox, toColumns } from './columns.ts'
import { type Mark, nextMark } from './marks.ts'
import { type Column, type Measure, type Part } from './measure.ts'
import type { Area } from './plot.tsx'
import { hrefOfBucket } from './rows-link.ts'

type Props = {
  readonly span: Span
  readonly measure: Measure
  readonly area: Area
  /** Called with the column under the pointer or with the focus; undefined when there is none. */
  readonly onPoint: (column: number | undefined) => void
}

const MAX_BAR = 44
const MIN_BAR = 1.5

export function Bars({ span: { unit, buckets }, measure, area, onPoint }: Props) {
  const [focused, setFocused] = useState<Mark>()
  const { parts } = measure
  const columns = toColumns(buckets, area)
  const marks = toMarks(buckets, parts)
  const stop =
    marks.find((mark) => isSame(mark, focused)) ?? marks.findLast(({ part }) => part === undefined)

  function walk(event: KeyboardEvent & { currentTarget: SVGGElement }): void {
    const next = stop && nextMark(marks, stop, event.key)
    if (!next) return
    event.preventDefault()
    event.currentTarget.querySelector<SVGElement>(`[data-mark="${nameOf(next)}"]`)?.focus()
  }

  return (
    <g onKeyDown={walk} onMouseLeave={() => onPoint(undefined)}>
      {marks.map((mark) => {
        const bucket = buckets[mark.column]
        const column = columns[mark.column]
        if (!bucket || !column) return null
        const context: BarContext = { area, parts, bucket, column }
        return (
          <Bar
            key={nameOf(mark)}
            context={context}
            mark={mark}
            columns={measure.columns}
            period={toPeriod(bucket, unit)}
            isStop={isSame(mark, stop)}
            onPoint={onPoint}
            onFocus={setFocused}
          />
        )
      })}
    </g>
  )
}

type BarProps = Pick<Props, 'onPoint'> & {
  readonly context: BarContext
  readonly mark: Mark
  readonly columns: readonly Column[]
  readonly period: string
  readonly isStop: boolean
  readonly onFocus: (mark: Mark) => void
}

function Bar({ context, mark, columns, period, isStop, onPoint, onFocus }: BarProps) {
  const { parts, bucket } = context
  const part = parts.find(({ name }) => name === mark.part)
  const words = columns.filter(({ type }) => part === undefined || type === part.type)
  return (
    <a
      class={part ? `part ${part.name}` : 'column'}
      href={hrefOfBucket(bucket, part?.type)}
      aria-label={`${period}: ${words.map(({ name, textOf }) => `${name} ${textOf(bucket)}`).join(', ')}`}
      data-mark={nameOf(mark)}
      tabIndex={isStop ? 0 : -1}
      onFocus={() => {
        onFocus(mark)
        onPoint(mark.column)
      }}
      onBlur={() => onPoint(undefined)}
      onMouseEnter={() => onPoint(mark.column)}
    >
      {part ? <rect {...barOf(context, part)} /> : <rect class="room" {...roomOf(context)} />}
      {isSingle(parts) &&
        parts.map((only) => <rect key={only.name} class={only.name} {...barOf(context, only)} />)}
    </a>
  )
}

const nameOf = ({ column, part }: Mark): string => `${column} ${part ?? ''}`
const isSame = (mark: Mark, other: Mark | undefined): boolean =>
  mark.column === other?.column && mark.part === other.part

const isSingle = (parts: readonly Part[]): boolean => parts.length === 1

/** The marks that get the focus. A chart with a single part has one mark per column. */
function toMarks(buckets: readonly Bucket[], parts: readonly Part[]): Mark[] {
  const walked = isSingle(parts) ? [] : parts
  return buckets.flatMap((bucket, column) => {
    const inside = walked
      .filter(({ valueOf }) => valueOf(bucket) > 0)
      .map(({ name }) => ({ column, part: name }))
    return bucket.conversations === 0 ? [] : [{ column, part: undefined }, ...inside]
  })
}

type BarContext = {
  readonly area: Area
  readonly parts: readonly Part[]
  readonly bucket: Bucket
  readonly column: ColumnBox
}

const roomOf = ({ area: { bottom }, column: { x, width } }: BarContext) => ({
  x,
  y: 0,
  width,
  height: bottom,
})

function barOf({ area, parts, bucket, column: { x, width: step } }: BarContext, part: Part) {
  const width = Math.min(MAX_BAR, step > 4 ? step * 0.76 : step)
  const value = part.valueOf(bucket)
  const below = parts
    .slice(0, parts.indexOf(part))
    .reduce((total, { valueOf }) => total + valueOf(bucket), 0)
  const height = value > 0 ? Math.max(MIN_BAR, area.heightOf(value)) : 0
  // One pixel separates a part from the part below it, unless the part is too low.
  const hair = below > 0 && height > 4 ? 1 : 0
  return {
    x: x + (step - width) / 2,
    y: area.bottom - area.heightOf(below) - height,
    width,
    height: height - hair,
    rx: Math.min(2, width / 4),
  }
}
