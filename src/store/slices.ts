// Slices of rows: as many as one step handles in a few milliseconds, by number and by length.

import { MAX_LENGTH } from './conversation-row.ts'
import type { Bound, Statements, Values } from './statements.ts'

/** Returns a check of successive rows: true from the row on at which the texts become long. */
export function untilLong(): (row: Values) => boolean {
  let length = 0
  return (row) => {
    for (const value of row) if (typeof value === 'string') length += value.length
    return length > MAX_LENGTH
  }
}

/** A row has its texts three times: as values of columns, and as two ready JSON texts. */
const MAX_BYTES = MAX_LENGTH / 3

/** `sql` selects up to `count` ids in rising order, each with the length of the row in bytes. */
export type Slicing = { readonly sql: string; readonly count: number }

export const slicing = (sql: string, count: number): Slicing => ({
  sql: `${sql} LIMIT ${count}`,
  count,
})

/** The last id of a slice. Undefined when the slice holds all rows. */
export function endOfSlice(
  statements: Pick<Statements, 'upTo'>,
  { sql, count }: Slicing,
  ...bound: Bound[]
): number | undefined {
  let bytes = 0
  const isLong = ([, length]: Values): boolean => (bytes += Number(length)) > MAX_BYTES
  const rows = statements.upTo(isLong, sql, ...bound)
  return rows.length === count || bytes > MAX_BYTES ? Number(rows.at(-1)?.[0]) : undefined
}

/**
 * Selects the cost of writing the texts of kept rows, in rows without long texts. It is 0 for most rows.
 * Fewer rows than there may be are enough to know that the cost is high.
 */
export const costOfTextsIn = (table: string, scope: string): string =>
  `SELECT coalesce(sum(octet_length(full) / 4096 * 3), 0)
   FROM (SELECT full FROM ${table} WHERE ${scope} = ? LIMIT 2000)`
