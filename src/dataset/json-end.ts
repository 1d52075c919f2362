// Finds where a JSON value ends in bytes that arrive in chunks.

const [SPACE, QUOTE, COMMA, BACKSLASH] = [0x20, 0x22, 0x2c, 0x5c]
const [MINUS, ZERO, NINE, COLON] = [0x2d, 0x30, 0x39, 0x3a]
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d]

/** JavaScript reads integers with up to 15 digits exactly. */
const EXACT_DIGITS = 15
/**
 * The depth up to which `isPlain` can be true. Deeper values are rare, and another parser reads
 * them without recursion.
 */
const FEW_LEVELS = 100

/**
 * Finds the end of a value across chunks. Local variables make the loop twice as fast as shared
 * ones.
 */
export function createEndFinder() {
  const closers: number[] = []
  let wasInString = false
  let wasEscaped = false
  let isPlain = true

  /** Undefined when the value continues in the next chunk. */
  function find(bytes: Buffer, from: number): number | undefined {
    const { length } = bytes
    let isInString = wasInString
    let digits = 0
    let at = from
    if (wasEscaped && at < length) at++
    wasEscaped = false
    for (; at < length; at++) {
      if (isInString) {
        let byte = bytes[at] ?? 0
        while (byte !== QUOTE && byte !== BACKSLASH && byte >= SPACE && ++at < length)
          byte = bytes[at] ?? 0
        if (at >= length) break
        if (byte === QUOTE) {
          isInString = false
          if (closers.length === 0) return at + 1
          // PHP and JavaScript order keys that are numbers differently.
          if (isDigit(bytes[at - 1]) && mayEndName(bytes[at + 1])) isPlain = false
        } else if (byte === BACKSLASH) {
          isPlain = false
          at++
          wasEscaped = at >= length
        } else return at + 1
        continue
      }
      const byte = bytes[at] ?? 0
      if (byte >= ZERO && byte <= NINE) {
        if (++digits > EXACT_DIGITS) isPlain = false
        continue
      }
      digits = 0
      if (byte === QUOTE) isInString = true
      else if (byte === COMMA || isSpace(byte)) {
        if (closers.length === 0) return at
      } else if (byte === OBJECT || byte === LIST) {
        if (closers.push(byte === OBJECT ? OBJECT_END : LIST_END) > FEW_LEVELS) isPlain = false
      } else if (byte === OBJECT_END || byte === LIST_END) {
        if (closers.length === 0) return at
        if (closers.pop() !== byte || closers.length === 0) return at + 1
      } else if (byte === MINUS) isPlain = false
    }
    wasInString = isInString
    // The digits of a number may continue in the next chunk, so their count is unknown.
    if (digits > 0) isPlain = false
    return undefined
  }

  return { find, isPlain: () => isPlain }
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= ZERO && byte <= NINE

const mayEndName = (byte: number | undefined): boolean =>
  byte === undefined || byte === COLON || isSpace(byte)

export const isSpace = (byte: number | undefined): boolean =>
  byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09
