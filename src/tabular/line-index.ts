// Knows the line of each row of a file. Rows mostly have consecutive lines, so only gaps are kept.

export function createLineIndex() {
  const starts: { readonly index: number; readonly line: number }[] = []
  let count = 0
  let next = 0

  return {
    /** Adds the next row, which begins in this line. */
    add(line: number): void {
      if (line !== next) starts.push({ index: count, line })
      count++
      next = line + 1
    },

    lineOf(index: number): number {
      const start = starts.findLast((each) => each.index <= index)
      return start ? start.line + index - start.index : index + 1
    },
  }
}
