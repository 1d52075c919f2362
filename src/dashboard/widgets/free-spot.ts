// Finds a place for a box above the page where it covers no controls.

type Box = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

type Size = Pick<Box, 'width' | 'height'>
type Spot = Pick<Box, 'left' | 'top'>

const STEP = 12
const MARGIN = 12

/**
 * A spot for a box of this size that covers none of `taken`, or as little as possible. Among equal
 * spots, it is the lowest one, and then the rightmost.
 */
export function findFreeSpot(size: Size, view: Size, taken: readonly Box[]): Spot {
  const lowest = Math.max(0, view.height - size.height - MARGIN)
  const rightmost = Math.max(0, view.width - size.width - MARGIN)
  let best: Spot = { left: rightmost, top: lowest }
  let least = Infinity
  for (let top = lowest; top >= 0; top -= STEP) {
    const beside = taken.filter((box) => box.top < top + size.height && top < box.top + box.height)
    for (let left = rightmost; left >= 0; left -= STEP) {
      const covered = beside.reduce(
        (total, box) => total + overlapOf({ left, top, ...size }, box),
        0,
      )
      if (covered >= least) continue
      best = { left, top }
      least = covered
      if (covered === 0) return best
    }
  }
  return best
}

/** The area that both boxes cover, in square pixels. */
function overlapOf(one: Box, other: Box): number {
  const width =
    Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left)
  const height =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top)
  return Math.max(0, width) * Math.max(0, height)
}
