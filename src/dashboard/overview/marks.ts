// The marks that the arrow keys walk over in a chart: columns, and the parts that they are stacked of.

/** `part`: a series, or undefined for the whole column. */
export type Mark = { readonly column: number; readonly part: string | undefined }

/**
 * Where a key leads: left and right to the next column (to the same part, if it has it), up and down within one, Home and End to the
 * first and last. Undefined where it leads nowhere. `marks` are by column, the whole one first, then its parts from the bottom up.
 */
export function nextMark(
  marks: readonly Mark[],
  { column, part }: Mark,
  key: string,
): Mark | undefined {
  const inColumn = (wanted: number | undefined): Mark | undefined => {
    const those = marks.filter((mark) => mark.column === wanted)
    return those.find((mark) => mark.part === part) ?? those[0]
  }
  const here = marks.filter((mark) => mark.column === column)
  const height = here.findIndex((mark) => mark.part === part)
  switch (key) {
    case 'ArrowLeft':
      return inColumn(marks.findLast((mark) => mark.column < column)?.column)
    case 'ArrowRight':
      return inColumn(marks.find((mark) => mark.column > column)?.column)
    case 'ArrowUp':
      return here[height + 1]
    case 'ArrowDown':
      return here[height - 1]
    case 'Home':
      return inColumn(marks[0]?.column)
    case 'End':
      return inColumn(marks.at(-1)?.column)
    default:
      return undefined
  }
}
