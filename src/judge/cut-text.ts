// Cuts long texts of clients, because a report can have thousands of them.

/** The start of a long text and its length, for example `aaa… (8192 characters)`. */
export const cutText = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).toWellFormed() + endOf(text.length)

export const endOf = (length: number): string => `… (${length} characters)`

/** A cut text. It is a copy, because a slice keeps the whole text in memory. */
export const copyStart = (text: string, max: number): string =>
  text.length <= max ? text : Buffer.from(cutText(text, max)).toString()
