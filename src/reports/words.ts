// Makes text from clients (filters, names of walks, paths) safe for a terminal and for parsers.

import { counted } from '../judge/words.ts'

/**
 * Cuts a text to at most `max` characters on one line. It writes these characters as \u{…}: control
 * characters, line breaks, marks that change the writing direction, and characters that Unicode or
 * XML 1.0 forbids.
 */
export function toPrintable(text: string, max = 500): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text
  return cut
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u2028\u2029]/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
    )
}

/** For example "this happened 1 more time". */
export const happenedAgain = (count: number): string =>
  `this happened ${counted(count, 'more time')}`
