// Numbers rows that have no id. The API lists the highest id first.

import type { GivenRow } from './row-assembly.ts'

/** The number of first rows whose dates decide whether ids rise or fall. */
export const DECIDING_ROWS = 1000
/** The highest id if the number of rows is unknown. */
const HIGHEST = 10_000_000

/**
 * Returns a function from the index of a row in the file to its id.
 * Ids rise if the dates of the first rows rise. Otherwise they fall: the first row is the newest.
 * `countRows` gives the number of rows or more; undefined if it is unknown.
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
