// Keeps the writing direction of a text inside that text. Names from users may run from right to
// left, or hold marks that reorder the text beside them. In HTML, <bdi> solves this. This file is
// for plain texts: options, titles, messages.

/** Direction marks, and letters of scripts that are written from right to left. */
const TURNING =
  /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'
const OPENING = new Set(['\u2066', '\u2067', FIRST_STRONG_ISOLATE])

/** Wraps the text in isolate marks when it could reorder the text around it. */
export function isolate(text: string): string {
  if (!TURNING.test(text)) return text
  let depth = 0
  let balanced = ''
  for (const letter of text) {
    // A closing mark without an opening one would close the isolate that is put around the text.
    if (letter === POP_ISOLATE && depth === 0) continue
    if (OPENING.has(letter)) depth++
    else if (letter === POP_ISOLATE) depth--
    balanced += letter
  }
  return FIRST_STRONG_ISOLATE + balanced + POP_ISOLATE.repeat(depth + 1)
}
