// The line of each row of a file. Rows usually follow each other line by line, so only the gaps are kept.

export function createLineIndex() {
  const starts: { readonly index: number; readonly line: number }[] = []
  let count = 0
  let next = 0

  return {
    /** The line of the next row. */
    add(line: number): void {
      if (line !== next) starts.push({ index: count, line })
      count++
      next = line + 1
    },

    /** The line of the row with this index. */
    lineOf(index: number): number {
      const start = starts.findLast((each) => each.index <= index)
      return start ? start.line + index - start.index : index + 1
    },
  }
}
