// Finds the known name that is closest to an unknown one ("did you mean").

/** Gives undefined when no name is near. It ignores case, dashes and underscores. */
export function nearestOf(given: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, distance: distanceBetween(normalize(given), normalize(name)) }))
    .toSorted((a, b) => a.distance - b.distance)
  return ranked.find(({ name, distance }) => isNear(normalize(given), normalize(name), distance))
    ?.name
}

const normalize = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase()

function isNear(given: string, known: string, distance: number): boolean {
  if (given.length >= 2 && (known.startsWith(given) || given.startsWith(known))) return true
  return distance <= Math.max(1, Math.floor(Math.min(given.length, known.length) / 3))
}

/** Counts the letters to insert, remove, replace, or swap with the next letter. */
export function distanceBetween(one: string, other: string): number {
  let [beforeLast, last]: [number[], number[]] = [
    [],
    Array.from({ length: other.length + 1 }, (_, index) => index),
  ]
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwapped =
        row > 1 &&
        column > 1 &&
        one[row - 1] === other[column - 2] &&
        one[row - 2] === other[column - 1]
      const costs = [
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      ]
      if (isSwapped) costs.push((beforeLast[column - 2] ?? 0) + 1)
      current.push(Math.min(...costs))
    }
    ;[beforeLast, last] = [last, current]
  }
  return last[other.length] ?? 0
}
