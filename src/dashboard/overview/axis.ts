// Where an axis has its marks.

/**
 * Round numbers from 0 to the first that is not below `max`, about `count` steps: 1, 2 or 5 times a power of ten apart. `isWhole` for
 * what comes in whole numbers. Never fewer than two.
 */
export function toTicks(max: number, { count = 4, isWhole = false }: { count?: number; isWhole?: boolean } = {}): number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1]
  const rough = max / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10
  const step = Math.max(factor * power, isWhole ? 1 : 0)
  const steps = Math.max(1, Math.ceil(max / step - 1e-9))
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** Which of `count` places along `width` pixels have a label of `room` pixels: the last and, evenly, those before it. Ascending. */
export function toLabelled(count: number, width: number, room: number): number[] {
  if (count === 0 || width <= 0) return []
  const step = Math.max(1, Math.ceil((count * room) / width))
  const labelled: number[] = []
  for (let index = count - 1; index >= 0; index -= step) labelled.unshift(index)
  return labelled
}
