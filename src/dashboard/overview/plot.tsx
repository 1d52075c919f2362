// A chart's room: its axes, and what is drawn between them.

import type { ComponentChildren } from 'preact'
import { useSize } from './use-size.ts'

/** In pixels. */
export type Area = {
  readonly left: number
  readonly width: number
  readonly bottom: number
  readonly heightOf: (value: number) => number
}

export type Label = { readonly x: number; readonly text: string }

type Props = {
  readonly label: string
  /** Whether the label says all: no links within. */
  readonly isPicture?: boolean
  readonly ticks: readonly number[]
  readonly toTick: (value: number) => string
  readonly labels: (area: Area) => readonly Label[]
  readonly draw: (area: Area) => ComponentChildren
  /** Above the drawing, as HTML. */
  readonly above?: (area: Area) => ComponentChildren
}

const TOP = 8
const BELOW = 22
/** Roughly, of the axes' font. */
const LETTER = 7

export function Plot({ label, isPicture = false, ticks, toTick, labels, draw, above }: Props) {
  const { box, width, height } = useSize()
  const left = Math.ceil(Math.max(...ticks.map((tick) => toTick(tick).length)) * LETTER) + 10
  const bottom = height - BELOW
  const top = ticks.at(-1) ?? 1
  const area: Area = { left, width: width - left - 2, bottom, heightOf: (value) => (value / top) * (bottom - TOP) }
  const isRoomy = area.width > 0 && bottom > TOP
  return (
    <div class="plot" ref={box}>
      {isRoomy && (
        <svg viewBox={`0 0 ${width} ${height}`} role={isPicture ? 'img' : 'group'} aria-label={label}>
          <g aria-hidden="true">
            {ticks.map((tick) => (
              <Tick key={tick} y={bottom - area.heightOf(tick)} left={left} right={width} text={toTick(tick)} />
            ))}
            {labels(area).map(({ x, text }) => (
              <text key={`${x} ${text}`} x={Math.min(x, width - (text.length * LETTER) / 2)} y={height - 6} text-anchor="middle">
                {text}
              </text>
            ))}
          </g>
          {draw(area)}
        </svg>
      )}
      {isRoomy && above?.(area)}
    </div>
  )
}

type TickProps = { readonly y: number; readonly left: number; readonly right: number; readonly text: string }

function Tick({ y, left, right, text }: TickProps) {
  return (
    <>
      <line class="grid" x1={left} x2={right} y1={Math.round(y) + 0.5} y2={Math.round(y) + 0.5} />
      <text x={left - 8} y={y + 4} text-anchor="end">
        {text}
      </text>
    </>
  )
}
