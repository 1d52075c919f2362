// Numeric ids of rows that name none. The list of the API shows the highest first.

import type { GivenRow } from './row-assembly.ts'

/** As many rows as it takes to see whether dates rise. */
export const DECIDING_ROWS = 1000
/** The highest id where nobody knows how many rows will come. */
const HIGHEST = 10_000_000

/**
 * The ids of rows that come in the order of a file: they rise where the first dates do, and fall otherwise, so that the first
 * row is the newest. `countRows` gives at least the number of all rows, if anybody can know it.
 */
export async function createNumbering(
  first: readonly GivenRow[],
  countRows: (() => Promise<number>) | undefined,
): Promise<(index: number) => number> {
  if (doDatesRise(first)) return (index) => index + 1
  const highest = countRows ? await countRows() : HIGHEST
  return (index) => highest - index
}

function doDatesRise(rows: readonly GivenRow[]): boolean {
  const dates = rows.flatMap(({ created_at }) => created_at ?? [])
  const other = dates.find((date) => date !== dates[0])
  return other !== undefined && other > (dates[0] ?? '')
}
