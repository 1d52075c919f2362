// A walk on an axis of time: where each mark of its drawing begins and ends, in percent.

import type { Step } from './course.ts'
import { type Box, boxesIn, type Mark } from './drawing.ts'

/** In percent of the axis. */
export type Stretch = { readonly from: number; readonly width: number }

export type TimeAxis = {
  /** Milliseconds from the first request to the end of the last answer. */
  readonly length: number
  /** From the first request of a mark to its last answer; undefined for a gap, which took no time. */
  readonly stretchOf: (mark: Mark) => Stretch | undefined
  /** The time that the client was told to wait, as far as it lies on the axis. */
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
