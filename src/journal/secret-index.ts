// Finds any of many secrets in a text. It takes about two nanoseconds for each character, whatever
// the number of secrets.
//
// The index stores the ending of each secret: plain, in hexadecimal, and in base64 at each of the
// three offsets from a group of three bytes.
// Four characters that are in no ending let the search skip five. After four characters that end
// one, it looks up a hash of the last eight in a table of bits. Only a hit is compared in full.
// (Wu and Manber, A fast algorithm for multi-pattern searching, 1994)

/** The number of characters in a stored ending. */
export const WINDOW = 8
const BLOCK = 4
const MAX_SKIP = WINDOW - BLOCK + 1

const HASH_BITS = 32
const STEP = HASH_BITS / WINDOW
const BLOCK_STEP = 6
const SPREAD = 0x9e3779b1
const OTHER_SPREAD = 0x85ebca6b
const SPREADS = [SPREAD, OTHER_SPREAD]

/** The number of bits in the table for each secret. It keeps wrong hits rare. */
const PLACES_OF_SECRET = 512
const MAX_BITS = 22
const MAX_BLOCK_BITS = 20

/** The limit of hits that are compared in full: several times the number that chance gives. */
const MIN_LOOKS = 64
const LOOKS_OF_CHARACTER = 1 / 64

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Base64 writes three bytes as four digits. */
const GROUP_BYTES = 3

/** Makes texts equal that differ only in case, or in characters that URLs exchange. */
export const fold = (text: string): string =>
  text.toLowerCase().replaceAll(/[+ ]/g, '-').replaceAll('/', '_')

const CODES = Uint8Array.from(
  Buffer.from(fold(String.fromCharCode(...Array.from({ length: 256 }).keys())), 'latin1'),
)

export type SecretIndex = ReturnType<typeof createSecretIndex>

/** `capacity` is the expected number of secrets. More secrets make the search slower. */
export function createSecretIndex(capacity: number) {
  const sizeBits = Math.min(MAX_BITS, Math.ceil(Math.log2(capacity * PLACES_OF_SECRET)))
  const shift = HASH_BITS - sizeBits
  const table = new Uint32Array(2 ** sizeBits / 32)
  const blockShift = HASH_BITS - Math.min(MAX_BLOCK_BITS, sizeBits)
  const skips = new Uint8Array(2 ** (HASH_BITS - blockShift)).fill(MAX_SKIP)
  const secrets = new Set<string>()
  const lengths = new Set<number>()
  let longest = 0
  return { add, isIn }

  /** The secret must have at least WINDOW characters, each standing for one byte. */
  function add(secret: string): void {
    secrets.add(fold(secret))
    lengths.add(secret.length)
    longest = Math.max(longest, secret.length)
    mark(secret.slice(-WINDOW))
    mark(endInHex(secret))
    for (let offset = 0; offset < GROUP_BYTES; offset++) mark(endInBase64(secret, offset))
  }

  function mark(ending: string): void {
    const hash = hashBefore(ending, WINDOW)
    for (const spread of SPREADS) {
      const bit = Math.imul(hash, spread) >>> shift
      table[bit >>> 5] = (table[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
    for (let end = BLOCK; end <= WINDOW; end++) {
      const block = Math.imul(blockBefore(ending, end), SPREAD) >>> blockShift
      skips[block] = Math.min(skips[block] ?? 0, WINDOW - end)
    }
  }

  /** Whether a text contains a secret, plain or encoded. */
  function isIn(text: string): boolean {
    return hasEnd(text, endsAt)
  }

  /**
   * Runs for every target. A text with too many endings is an attempt to waste time; it counts as
   * one with a secret.
   */
  function hasEnd(text: string, confirm: (text: string, end: number) => boolean): boolean {
    const { length } = text
    let looks = MIN_LOOKS + length * LOOKS_OF_CHARACTER
    let end = WINDOW
    while (end <= length) {
      const skip = skips[Math.imul(blockBefore(text, end), SPREAD) >>> blockShift] ?? 0
      if (skip === 0 && isMarked(hashBefore(text, end)) && (--looks < 0 || confirm(text, end)))
        return true
      end += skip || 1
    }
    return false
  }

  function isMarked(hash: number): boolean {
    const bit = Math.imul(hash, SPREAD) >>> shift
    const other = Math.imul(hash, OTHER_SPREAD) >>> shift
    return (
      (((table[bit >>> 5] ?? 0) >>> (bit & 31)) &
        ((table[other >>> 5] ?? 0) >>> (other & 31)) &
        1) ===
      1
    )
  }

  function endsAt(text: string, end: number): boolean {
    return (
      plainEndsAt(text, end) ||
      decodingsAround(text, end, longest).some((decoding) => hasEnd(decoding, plainEndsAt))
    )
  }

  function plainEndsAt(text: string, end: number): boolean {
    for (const length of lengths) {
      if (length <= end && secrets.has(fold(text.slice(end - length, end)))) return true
    }
    return false
  }
}

const codeAt = (text: string, at: number): number => CODES[text.charCodeAt(at) & 255] ?? 0

function hashBefore(text: string, end: number): number {
  let hash = 0
  for (let at = end - WINDOW; at < end; at++)
    hash = (hash << STEP) ^ Math.imul(codeAt(text, at), SPREAD)
  return hash
}

const blockBefore = (text: string, end: number): number =>
  (codeAt(text, end - 4) << (3 * BLOCK_STEP)) ^
  (codeAt(text, end - 3) << (2 * BLOCK_STEP)) ^
  (codeAt(text, end - 2) << BLOCK_STEP) ^
  codeAt(text, end - 1)

const endInHex = (text: string): string =>
  Buffer.from(text.slice(-WINDOW / 2), 'latin1').toString('hex')

/**
 * The last base64 digits of a text that no later byte changes. `offset` is the place of its first
 * byte in a group of three.
 */
function endInBase64(text: string, offset: number): string {
  const end = Math.floor(((offset + text.length) * 8) / 6)
  let digits = ''
  for (let digit = end - WINDOW; digit < end; digit++) {
    const bit = digit * 6 - offset * 8
    const pair = (text.charCodeAt(bit >> 3) << 8) | text.charCodeAt((bit >> 3) + 1)
    digits += BASE64.charAt((pair >> (10 - (bit & 7))) & 63)
  }
  return digits
}

/**
 * The texts that the digits before `end` may encode in hexadecimal or base64. Base64 is read up to
 * four digits past `end`. It is read from each of four starts, because the first digits may be
 * other text.
 */
function decodingsAround(text: string, end: number, longest: number): string[] {
  const first = Math.max(0, end - DIGITS_OF_BYTE * longest)
  const digits = text
    .slice(startOfRun(text, { end, first, digit: BASE64_DIGIT }), end + GROUP_DIGITS)
    .replaceAll(' ', '+')
  const hexStart = startOfRun(text, { end, first, digit: HEX_DIGIT })
  return [
    Buffer.from(text.slice(hexStart + ((end - hexStart) % DIGITS_OF_BYTE), end), 'hex'),
    ...[0, 1, 2, 3].map((start) => Buffer.from(digits.slice(start), 'base64')),
  ].map((bytes) => bytes.toString('latin1'))
}

const DIGITS_OF_BYTE = 2
const GROUP_DIGITS = 4
const BASE64_DIGIT = /[\w+/ -]/
const HEX_DIGIT = /[\da-f]/i

function startOfRun(
  text: string,
  { end, first, digit }: { end: number; first: number; digit: RegExp },
): number {
  let start = end
  while (start > first && digit.test(text.charAt(start - 1))) start--
  return start
}
