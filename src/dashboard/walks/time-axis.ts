// Places the marks of a walk's drawing on a time axis.

import type { Step } from './course.ts'
import { type Box, boxesIn, type Mark } from './drawing.ts'

/** The start and the width of a bar, in percent of the axis. */
export type Stretch = { readonly from: number; readonly width: number }

export type TimeAxis = {
  /** Milliseconds from the first request to the end of the last answer. */
  readonly length: number
  /** The bar from a mark's first request to its last answer. Undefined for a gap. */
  readonly stretchOf: (mark: Mark) => Stretch | undefined
  /** The bar for the Retry-After time of an answer, cut at the end of the axis. */
  readonly waitOf: (mark: Mark) => Stretch | undefined
}

export function timeAxisOf(steps: readonly Step[]): TimeAxis {
  const length = Math.max(1, ...steps.map(endOf))
  const toStretch = (from: number, to: number): Stretch => ({
    from: (from / length) * 100,
    width: ((Math.min(to, length) - from) / length) * 100,
  })
  return {
    length,
    stretchOf(mark) {
      const all = boxesIn(mark).map(({ step }) => step)
      const [first] = all
      return first && toStretch(first.after, Math.max(...all.map(endOf)))
    },
    waitOf(mark) {
      if (mark.type !== 'box') return undefined
      const { step }: Box = mark
      const from = endOf(step)
      return step.retry_after === 0 || from >= length
        ? undefined
        : toStretch(from, from + step.retry_after * 1000)
    },
  }
}

const endOf = ({ after, took }: Step): number => after + took
