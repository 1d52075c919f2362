// How texts are written for a POSIX shell, so that a printed line can be pasted whatever they hold.

/** A text as one word. */
export const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** A text as one word, as it is where a shell would leave it so. */
export const quoteIfNeeded = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text)
