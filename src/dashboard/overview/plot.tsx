// The frame of a chart: its axes, their labels, and an area for the drawing.

import type { ComponentChildren } from 'preact'
import { type Label, LETTER, toFitting } from './axis.ts'
import { useSize } from './use-size.ts'

/** The drawing area, in pixels. */
export type Area = {
  readonly left: number
  readonly width: number
  readonly bottom: number
  readonly heightOf: (value: number) => number
  /** The height of a value on the right scale. */
  readonly rightHeightOf: (value: number) => number
}

type Scale = { readonly ticks: readonly number[]; readonly toTick: (value: number) => string }

type Props = {
  readonly label: string
  /** Whether the drawing has no links, so that screen readers read only its label. */
  readonly isPicture?: boolean
  readonly left: Scale
  /** A second scale, on the right side, for a line. */
  readonly right?: Scale | undefined
  /** The labels below the axis, the most important first. */
  readonly labels: (area: Area) => readonly Label[]
  readonly draw: (area: Area) => ComponentChildren
  /** HTML that lies over the drawing. */
  readonly above?: (area: Area) => ComponentChildren
}

const TOP = 8
const BELOW = 26
/** Pixels between an axis and its numbers. */
const AWAY = 8

export function Plot({
  label,
  isPicture = false,
  left: scale,
  right: other,
  labels,
  draw,
  above,
}: Props) {
  const { box, width, height } = useSize()
  const bottom = height - BELOW
  const left = roomFor(scale)
  const right = other ? roomFor(other) : 2
  const toHeight =
    ({ ticks }: Scale) =>
    (value: number): number =>
      (value / (ticks.at(-1) || 1)) * (bottom - TOP)
  const area: Area = {
    left,
    width: width - left - right,
    bottom,
    heightOf: toHeight(scale),
    rightHeightOf: toHeight(other ?? scale),
  }
  const isRoomy = area.width > 0 && bottom > TOP
  return (
    <div class="plot" ref={box}>
      {isRoomy && (
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role={isPicture ? 'img' : 'group'}
          aria-label={label}
        >
          <g aria-hidden="true">
            {scale.ticks.map((tick) => (
              <Tick
                key={tick}
                y={bottom - area.heightOf(tick)}
                left={left}
                right={width - right}
                text={scale.toTick(tick)}
              />
            ))}
            {other?.ticks.map((tick) => (
              <text
                key={tick}
                class="right"
                x={width - right + AWAY}
                y={bottom - area.rightHeightOf(tick) + 4}
              >
                {other.toTick(tick)}
              </text>
            ))}
            {toFitting(labels(area), width).map(({ x, text }) => (
              <text key={`${x} ${text}`} x={x} y={height - 7} text-anchor="middle">
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

const roomFor = ({ ticks, toTick }: Scale): number =>
  Math.ceil(Math.max(...ticks.map((tick) => toTick(tick).length)) * LETTER) + 2 + AWAY

type TickProps = {
  readonly y: number
  readonly left: number
  readonly right: number
  readonly text: string
}

function Tick({ y, left, right, text }: TickProps) {
  return (
    <>
      <line class="grid" x1={left} x2={right} y1={Math.round(y) + 0.5} y2={Math.round(y) + 0.5} />
      <text x={left - AWAY} y={y + 4} text-anchor="end">
        {text}
      </text>
    </>
  )
}
