// The values that statements take and return.

export type Bound = string | number | bigint | null

/** The values of a row in the order of the columns. */
export type Values = readonly Bound[]
