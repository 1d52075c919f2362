// Lines of charts, as SVG paths.

export type Point = { readonly x: number; readonly y: number }

/** A line through the points, interrupted where there is none; a lone point becomes a dot, given round caps. */
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
