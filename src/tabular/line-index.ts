// Knows the line of each row of a file. Rows mostly have consecutive lines, so only gaps are kept.

/** A row that does not stand in the line after the row before it. */
export type LineStart = { readonly index: number; readonly line: number }

export type LineIndex = ReturnType<typeof createLineIndex>

export function createLineIndex() {
  const starts: LineStart[] = []
  let count = 0
  let next = 0

  return {
    starts,

    /** Adds the next row, which begins in this line. */
    add(line: number): void {
      if (line !== next) starts.push({ index: count, line })
      count++
      next = line + 1
    },
  }
}

export function lineOf(starts: readonly LineStart[], index: number): number {
  const start = starts.findLast((each) => each.index <= index)
  return start ? start.line + index - start.index : index + 1
}
