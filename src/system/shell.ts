// Quotes texts for a POSIX shell, so that people can paste a printed command safely.

/** Quotes a text as one word. */
export const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Quotes a text as one word only if a shell would change it. */
export const quoteIfNeeded = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text)
