// Draws the lines of charts as SVG paths.

type Point = { readonly x: number; readonly y: number }

/**
 * A line through the points, with a gap at each undefined one. A point between two gaps becomes a
 * line of length 0, which round line caps show as a dot.
 */
export function toPath(points: readonly (Point | undefined)[]): string {
  let path = ''
  points.forEach((point, index) => {
    if (!point) return
    const position = `${point.x.toFixed(1)} ${point.y.toFixed(1)}`
    if (points[index - 1]) path += `L${position}`
    else path += points[index + 1] ? `M${position}` : `M${position}h0`
  })
  return path
}
