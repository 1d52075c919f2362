// Finds any of many secrets in a text, in about a nanosecond for each character, however many secrets there are.
//
// A hash of the last eight characters is looked up in a table of bits, and only a hit is looked at. The table knows how each
// secret ends: as it is, in hexadecimal, and in base64 at each of the three offsets from a group of three bytes.

/** How many characters the hash is of: as many bits of a character leave it with each that follows. */
export const WINDOW = 8

const HASH_BITS = 32
const STEP = HASH_BITS / WINDOW
const SPREAD = 0x9e3779b1
const OTHER_SPREAD = 0x85ebca6b
const SPREADS = [SPREAD, OTHER_SPREAD]

/** The size of the table, as a power of two: so many bits for each secret that few hits are none. */
const BITS_OF_SECRET = 512
const MAX_SIZE_BITS = 22

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Three bytes are four digits. */
const GROUP_BYTES = 3
const HEX = '0123456789abcdef'

/** Texts are the same that differ by case only, or by characters that URLs write for one another. */
export const fold = (text: string): string => text.toLowerCase().replaceAll(/[+ ]/g, '-').replaceAll('/', '_')

const CODES = Int32Array.from({ length: 256 }, (_, code) => Math.imul(fold(String.fromCharCode(code)).charCodeAt(0), SPREAD))

const hashWith = (hash: number, character: number): number => (hash << STEP) ^ (CODES[character & 255] ?? 0)

export type SecretIndex = ReturnType<typeof createSecretIndex>

/** It takes more secrets than its capacity, but is slower then. */
export function createSecretIndex(capacity: number) {
  const sizeBits = Math.min(MAX_SIZE_BITS, Math.ceil(Math.log2(capacity * BITS_OF_SECRET)))
  const shift = HASH_BITS - sizeBits
  const table = new Uint32Array(2 ** sizeBits / 32)
  const secrets = new Set<string>()
  const lengths = new Set<number>()
  let longest = 0
  return { add, isIn }

  /** At least WINDOW characters, each of them a byte. */
  function add(secret: string): void {
    secrets.add(fold(secret))
    lengths.add(secret.length)
    longest = Math.max(longest, secret.length)
    mark(endOf(secret))
    mark(endInHex(secret))
    for (let offset = 0; offset < GROUP_BYTES; offset++) mark(endInBase64(secret, offset))
  }

  function mark(hash: number): void {
    for (const spread of SPREADS) {
      const bit = Math.imul(hash, spread) >>> shift
      table[bit >>> 5] = (table[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
  }

  /** Whether a secret stands in the text, as it is or encoded. */
  function isIn(text: string): boolean {
    return hasEnd(text, endsAt)
  }

  /** Every target passes here: without calls within the loop it takes a third of the time. */
  function hasEnd(text: string, confirm: (text: string, end: number) => boolean): boolean {
    const { length } = text
    // Read once: within the loop they would be read from the closure for every character.
    const bits = table
    const places = shift
    let hash = 0
    for (let at = 0; at < length; at++) {
      hash = (hash << STEP) ^ (CODES[text.charCodeAt(at) & 255] ?? 0)
      const bit = Math.imul(hash, SPREAD) >>> places
      if ((((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 0) continue
      const other = Math.imul(hash, OTHER_SPREAD) >>> places
      if ((((bits[other >>> 5] ?? 0) >>> (other & 31)) & 1) === 1 && confirm(text, at + 1)) return true
    }
    return false
  }

  function endsAt(text: string, end: number): boolean {
    return plainEndsAt(text, end) || decodingsAround(text, end, longest).some((decoding) => hasEnd(decoding, plainEndsAt))
  }

  function plainEndsAt(text: string, end: number): boolean {
    for (const length of lengths) {
      if (length <= end && secrets.has(fold(text.slice(end - length, end)))) return true
    }
    return false
  }
}

function endOf(text: string): number {
  let hash = 0
  for (let at = text.length - WINDOW; at < text.length; at++) hash = hashWith(hash, text.charCodeAt(at))
  return hash
}

function endInHex(text: string): number {
  let hash = 0
  for (let at = text.length - WINDOW / 2; at < text.length; at++) {
    const byte = text.charCodeAt(at) & 255
    hash = hashWith(hashWith(hash, HEX.charCodeAt(byte >> 4)), HEX.charCodeAt(byte & 15))
  }
  return hash
}

/** Of the last digits that a text decides alone, when it begins so many bytes behind the start of a group. */
function endInBase64(text: string, offset: number): number {
  const end = Math.floor(((offset + text.length) * 8) / 6)
  let hash = 0
  for (let digit = end - WINDOW; digit < end; digit++) {
    const bit = digit * 6 - offset * 8
    const pair = (text.charCodeAt(bit >> 3) << 8) | text.charCodeAt((bit >> 3) + 1)
    hash = hashWith(hash, BASE64.charCodeAt((pair >> (10 - (bit & 7))) & 63))
  }
  return hash
}

/** What digits that end there, or a little later, may stand for; they may begin with some that belong to something else. */
function decodingsAround(text: string, end: number, longest: number): string[] {
  const [before = ''] = /[\w+/ -]*$/.exec(text.slice(Math.max(0, end - 2 * longest), end)) ?? []
  const [after = ''] = /^[\w+/ -]*/.exec(text.slice(end, end + 4)) ?? []
  const digits = `${before}${after}`.replaceAll(' ', '+')
  const [hex = ''] = /(?:[\da-f]{2})*$/i.exec(before) ?? []
  return [Buffer.from(hex, 'hex'), ...[0, 1, 2, 3].map((start) => Buffer.from(digits.slice(start), 'base64'))].map((bytes) =>
    bytes.toString('latin1'),
  )
}
