// Names that others chose may be written from right to left, or hold marks that turn what stands beside them. In the page <bdi> keeps
// that inside; this is for texts that are no markup: options, titles, messages.

/** Marks of direction, and letters of scripts that run from right to left. */
const TURNING =
  /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'
const OPENING = new Set(['\u2066', '\u2067', FIRST_STRONG_ISOLATE])

/** The text so that it turns nothing but itself; unchanged where it could not. */
export function isolate(text: string): string {
  if (!TURNING.test(text)) return text
  let depth = 0
  let balanced = ''
  for (const letter of text) {
    // One that closes nothing inside would close what is put around.
    if (letter === POP_ISOLATE && depth === 0) continue
    if (OPENING.has(letter)) depth++
    else if (letter === POP_ISOLATE) depth--
    balanced += letter
  }
  return FIRST_STRONG_ISOLATE + balanced + POP_ISOLATE.repeat(depth + 1)
}
