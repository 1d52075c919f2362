// Texts that clients chose (filters, names of walks, paths) as one line that neither a terminal nor a parser takes for more.

import { counted } from '../judge/words.ts'

const FORBIDDEN = /[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u2028\u2029]/gu

/**
 * At most `max` characters on one line: control characters, line breaks, marks that turn the direction of writing, and what
 * Unicode or XML 1.0 does not allow at all are written as \u{…}.
 */
export function toPrintable(text: string, max = 500): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text
  return cut
    .toWellFormed()
    .replace(FORBIDDEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** "this happened 1 more time" */
export const happenedAgain = (count: number): string =>
  `this happened ${counted(count, 'more time')}`
