// The marks that the arrow keys reach in a chart: columns, and the stacked parts of columns.

/** `part`: the name of a part; undefined for the whole column. */
export type Mark = { readonly column: number; readonly part: string | undefined }

/**
 * The mark that a key leads to; undefined when there is none. Left and Right go to the next column,
 * to the same part if the column has it. Up and Down stay in the column. Home and End go to the
 * first and the last column. `marks` must be sorted by column; in each column, the whole column
 * comes first, then its parts from the bottom up.
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
