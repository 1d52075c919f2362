// Decodes UTF-8, with or without a byte order mark. For other encodings the error names the
// probable one.

import { isUtf8 } from 'node:buffer'

/** The error for bytes that are not UTF-8. Its message follows the name of the file. */
export class EncodingError extends Error {
  override name = 'EncodingError'
}

/** The bytes at the start that identify an encoding. */
const HEAD = 4
/** The bytes after an invalid one that help to guess its encoding. */
const CONTEXT = 64
const WINDOW = 2 ** 16
const LINE_FEED = 0x0a

/** Decodes a complete text. Throws an EncodingError. */
export function decodeUtf8(bytes: Uint8Array): string {
  const buffer = toBuffer(bytes)
  refuseOtherFormats(buffer)
  if (!isUtf8(buffer)) throw refusalOf(buffer)
  return buffer.toString('utf8', markLength(buffer))
}

/**
 * Checks UTF-8 in chunks. It passes on the bytes without the mark, and cuts them only between
 * characters. It passes on all valid bytes before a call throws an EncodingError.
 */
export function createUtf8Reader() {
  const before = { bytes: 0, lines: 0 }
  let held: Buffer = Buffer.alloc(0)
  let isAtStart = true

  function takeStart(): void {
    refuseOtherFormats(held)
    before.bytes = markLength(held)
    held = held.subarray(before.bytes)
    isAtStart = false
  }

  function giveOn(length: number): Buffer {
    const given = held.subarray(0, length)
    held = held.subarray(length)
    before.bytes += given.length
    before.lines += countLineFeeds(given)
    return given
  }

  return {
    /** Returns an empty buffer while it needs more bytes. */
    push(chunk: Uint8Array): Buffer {
      if (!isAtStart && held.length > CONTEXT) throw describeInvalid(held, before)
      held = held.length === 0 ? toBuffer(chunk) : Buffer.concat([held, chunk])
      if (isAtStart && held.length < HEAD) return NOTHING
      if (isAtStart) takeStart()
      return giveOn(isUtf8(held) ? held.length : findInvalid(held))
    },

    /** Returns the rest after the last chunk; call it until the result is empty. */
    end(): Buffer {
      if (isAtStart) takeStart()
      const invalid = findInvalid(held)
      if (invalid === 0 && held.length > 0) throw describeInvalid(held, before)
      return giveOn(invalid)
    },
  }
}

const NOTHING = Buffer.alloc(0)

const toBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

const startsWith = (bytes: Buffer, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)

const markLength = (bytes: Buffer): number => (startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0)

const SAVE = 'save it as UTF-8'
const UTF_16 = `${SAVE}, in PowerShell with Out-File -Encoding utf8`

/**
 * The encodings by their first bytes. UTF-32 comes first, because its mark begins with that of
 * UTF-16.
 */
const formats: readonly (readonly [start: readonly number[], sentence: string])[] = [
  [[0xff, 0xfe, 0, 0], `is UTF-32 (little endian), not UTF-8; ${SAVE}`],
  [[0, 0, 0xfe, 0xff], `is UTF-32 (big endian), not UTF-8; ${SAVE}`],
  [[0xff, 0xfe], `is UTF-16 (little endian), not UTF-8; ${UTF_16}`],
  [[0xfe, 0xff], `is UTF-16 (big endian), not UTF-8; ${UTF_16}`],
  [[0x1f, 0x8b], 'is compressed with gzip; unpack it first'],
  [[0x50, 0x4b, 3, 4], 'is a zip archive; unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed with zstd; unpack it first'],
  [[0x42, 0x5a, 0x68], 'is compressed with bzip2; unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58], 'is compressed with xz; unpack it first'],
  [[...Buffer.from('SQLi')], 'is an SQLite database, not JSON; --db takes one'],
]

function refuseOtherFormats(bytes: Buffer): void {
  const sentence = formats.find(([start]) => startsWith(bytes, start))?.[1] ?? nameByZeros(bytes)
  if (sentence !== undefined) throw new EncodingError(sentence)
}

/**
 * JSON begins with an ASCII character. Without a mark, the zero bytes beside it show the encoding.
 */
function nameByZeros([first, second, third]: Buffer): string | undefined {
  if (first === 0) return second === 0 ? formats[1]?.[1] : formats[3]?.[1]
  if (second === 0) return third === 0 ? formats[0]?.[1] : formats[2]?.[1]
  return undefined
}

/** The index of the first invalid or unfinished character; the length when all bytes are valid. */
function findInvalid(bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) {
    const window = bytes.subarray(at, at + WINDOW)
    const whole = window.subarray(0, window.length - unfinishedLength(window))
    if (!isUtf8(whole)) return at + scanForInvalid(whole)
    if (whole.length === 0) return at
    at += whole.length
  }
  return bytes.length
}

/** The number of bytes at the end that begin an unfinished character. */
function unfinishedLength(bytes: Buffer): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return length < sequenceLength(byte) ? length : 0
  }
  return 0
}

function sequenceLength(byte: number): number {
  if (byte >= 0xf0) return 4
  if (byte >= 0xe0) return 3
  return byte >= 0xc0 ? 2 : 1
}

function scanForInvalid(bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at] ?? 0)
    if (at + length > bytes.length || !isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return bytes.length
}

type Position = { readonly bytes: number; readonly lines: number }

function refusalOf(bytes: Buffer): EncodingError {
  const at = findInvalid(bytes)
  return describeInvalid(bytes.subarray(at), {
    bytes: at,
    lines: countLineFeeds(bytes.subarray(0, at)),
  })
}

/** The first of `bytes` is the invalid one. */
function describeInvalid(bytes: Buffer, before: Position): EncodingError {
  const line = before.lines + 1
  const rest = bytes.subarray(0, CONTEXT)
  if (unfinishedLength(rest) === rest.length)
    return new EncodingError(
      `ends in the middle of a character, at byte ${before.bytes} in line ${line}; it seems to be cut off`,
    )
  const byte = `0x${(bytes[0] ?? 0).toString(16)}`
  return new EncodingError(
    `is not UTF-8: byte ${before.bytes} in line ${line} is ${byte}${guess(rest)}; ${SAVE}`,
  )
}

/** In Latin-1 texts of European languages, letters beyond ASCII come alone or in short runs. */
function guess(bytes: Buffer): string {
  const longest = Math.max(
    ...bytes
      .toString('latin1')
      .split(/[\0-\x7f]+/)
      .map(({ length }) => length),
  )
  return longest <= 3 ? ', as in Latin-1 and Windows-1252' : ''
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count++
  return count
}
