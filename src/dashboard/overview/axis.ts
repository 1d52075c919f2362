// Computes the ticks and labels of axes.

/**
 * Round numbers from 0 to the first that is not below `max`, in about `count` steps. A step is 1, 2
 * or 5 times a power of ten; with `isWhole` it is at least 1. Returns at least two numbers.
 */
export function toTicks(
  max: number,
  { count = 4, isWhole = false }: { count?: number; isWhole?: boolean } = {},
): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const rough = max / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10
  const step = Math.max(factor * power, isWhole ? 1 : 0)
  const steps = Math.max(1, Math.ceil(max / step - 1e-9))
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/**
 * Round numbers from 0 to at least `max`, in exactly `steps` steps. With the number of steps of
 * another axis, both axes share their grid lines.
 */
export function toTicksInSteps(max: number, steps: number): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0]
  const rough = max / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = FACTORS.find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10
  return Array.from({ length: steps + 1 }, (_, index) =>
    Number((index * factor * power).toPrecision(12)),
  )
}

const FACTORS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** A text below an axis, centred at `x` pixels. */
export type Label = { readonly x: number; readonly text: string }

/** The approximate width of a letter in the axes' font, in pixels. */
export const LETTER = 7
const GAP = 12

const widthOf = ({ text }: Label): number => text.length * LETTER

/**
 * The labels that fit into `width` pixels without overlapping. Earlier labels have priority. A
 * label that would reach over an end is moved inside.
 */
export function toFitting(labels: readonly Label[], width: number): Label[] {
  const fitting: Label[] = []
  for (const { x, text } of labels) {
    const half = (text.length * LETTER) / 2
    const label = { x: Math.max(half, Math.min(x, width - half)), text }
    const isFree = fitting.every(
      (other) => Math.abs(label.x - other.x) >= (widthOf(label) + widthOf(other)) / 2 + GAP,
    )
    if (isFree && 2 * half <= width) fitting.push(label)
  }
  return fitting
}

/**
 * The indexes of the columns that get a label, descending: the last one, and every n-th before it.
 * `count`: the number of columns. `width`: the pixels of a column. `room`: the pixels of a label.
 */
export function toLabelled(count: number, width: number, room: number): number[] {
  if (count === 0 || width <= 0) return []
  // The last label moves left when it is wider than its column, so it needs more room.
  const step = Math.max(1, Math.ceil((room + GAP + Math.max(0, (room - width) / 2)) / width))
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => count - 1 - index * step)
}
