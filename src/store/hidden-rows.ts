// Ranges of rows that a dataset hides.

export type Range = { readonly first: number; readonly last: number }

/**
 * The hidden rows of a dataset: rows being written as a range of rids, rows being removed as a
 * range of ids.
 */
export type HiddenRows = { readonly rids?: Range; readonly ids?: Range }
