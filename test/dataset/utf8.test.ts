import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createUtf8Reader, decodeUtf8, EncodingError } from '../../src/dataset/utf8.ts'

const TEXT = '{"name":"Café 漢字 😀",\n"other":"x"}'
const MARK = [0xef, 0xbb, 0xbf]

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
const utf32 = (text: string): Buffer =>
  Buffer.concat(
    Array.from(text, (char) => Buffer.from(Uint32Array.of(char.codePointAt(0) ?? 0).buffer)),
  )
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

function* streamed(bytes: Buffer, size: number): Generator<Buffer> {
  const reader = createUtf8Reader()
  for (let at = 0; at < bytes.length; at += size) yield reader.push(bytes.subarray(at, at + size))
  for (let last = reader.end(); last.length > 0; last = reader.end()) yield last
}

function read(bytes: Buffer, size: number): string {
  // Every part is whole characters.
  return [...streamed(bytes, size)]
    .map((part) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(part))
    .join('')
}

function sentenceOf(error: unknown): string {
  if (error instanceof EncodingError) return error.message
  throw error
}

const SIZES = [1, 2, 3, 5, 64, 2 ** 20]

function attempt(reading: () => string): string {
  try {
    return reading()
  } catch (error) {
    return sentenceOf(error)
  }
}

/** The sentence with which bytes are refused, at once or in whatever chunks. */
function refusalOf(bytes: Buffer): string {
  const whole = attempt(() => decodeUtf8(bytes))
  for (const size of SIZES) expect(attempt(() => read(bytes, size))).toBe(whole)
  return whole
}

test.each([
  ['without a mark', Buffer.from(TEXT)],
  ['with a mark', Buffer.from([...MARK, ...Buffer.from(TEXT)])],
])('UTF-8 %s is read, wherever its chunks end', (_, bytes) => {
  expect(decodeUtf8(bytes)).toBe(TEXT)
  for (const size of SIZES) expect(read(bytes, size)).toBe(TEXT)
})

test.each(['', '5', '[]', 'é', '\ufffd', '\ufeff\ufeff[]'])('%j is read', (text) => {
  const bytes = Buffer.from(text)
  expect(decodeUtf8(bytes)).toBe(text.replace(/^\ufeff/, ''))
  for (const size of SIZES) expect(read(bytes, size)).toBe(text.replace(/^\ufeff/, ''))
})

describe('refuses by name', () => {
  const powershell = 'save it as UTF-8, in PowerShell with Out-File -Encoding utf8'
  test.each<[string, Buffer, string]>([
    [
      'UTF-16 LE with a mark',
      utf16(`\ufeff${TEXT}`),
      `is UTF-16 (little endian), not UTF-8; ${powershell}`,
    ],
    [
      'UTF-16 BE with a mark',
      swapped(utf16(`\ufeff${TEXT}`)),
      `is UTF-16 (big endian), not UTF-8; ${powershell}`,
    ],
    ['UTF-16 LE', utf16(TEXT), `is UTF-16 (little endian), not UTF-8; ${powershell}`],
    ['UTF-16 BE', swapped(utf16(TEXT)), `is UTF-16 (big endian), not UTF-8; ${powershell}`],
    [
      'UTF-16 LE of one character',
      utf16('5'),
      `is UTF-16 (little endian), not UTF-8; ${powershell}`,
    ],
    [
      'UTF-32 LE with a mark',
      utf32(`\ufeff${TEXT}`),
      'is UTF-32 (little endian), not UTF-8; save it as UTF-8',
    ],
    ['UTF-32 LE', utf32(TEXT), 'is UTF-32 (little endian), not UTF-8; save it as UTF-8'],
    ['UTF-32 BE', utf32(TEXT).swap32(), 'is UTF-32 (big endian), not UTF-8; save it as UTF-8'],
    [
      'UTF-32 BE with a mark',
      utf32(`\ufeff${TEXT}`).swap32(),
      'is UTF-32 (big endian), not UTF-8; save it as UTF-8',
    ],
    ['gzip', gzipSync(TEXT), 'is compressed with gzip; unpack it first'],
    ['zip', latin1('PK\x03\x04\x14\0'), 'is a zip archive; unpack it first'],
    [
      'a database',
      latin1('SQLite format 3\0\x10\0\x01'),
      'is an SQLite database, not JSON; --db takes one',
    ],
    [
      'Latin-1',
      latin1('{"a":"b",\n"name":"Café Müller"}'),
      'is not UTF-8: byte 21 in line 2 is 0xe9, as in Latin-1 and Windows-1252; save it as UTF-8',
    ],
    [
      'Windows-1252 after UTF-8',
      Buffer.concat([Buffer.from('{"é":1,\n\n"b":"'), latin1('\x93x\x94"}')]),
      'is not UTF-8: byte 15 in line 3 is 0x93, as in Latin-1 and Windows-1252; save it as UTF-8',
    ],
    [
      'Windows-1251',
      latin1('{"a":"\xcf\xf0\xe8\xe2\xe5\xf2"}'),
      'is not UTF-8: byte 6 in line 1 is 0xcf; save it as UTF-8',
    ],
    [
      'half of a surrogate pair',
      latin1('"\xed\xa0\x80"'),
      'is not UTF-8: byte 1 in line 1 is 0xed, as in Latin-1 and Windows-1252; save it as UTF-8',
    ],
    [
      'a cut text',
      Buffer.from('{"a":"漢').subarray(0, -1),
      'ends in the middle of a character, at byte 6 in line 1; it seems to be cut off',
    ],
  ])('%s', (_, bytes, message) => {
    expect(refusalOf(bytes)).toBe(message)
  })

  test('a wrong byte far into a long text, with its place', () => {
    const lines = Buffer.from(`"${'é'.repeat(100)}",\n`.repeat(5000))
    const bytes = Buffer.concat([lines, latin1(`"\xe9"${' '.repeat(99)}`), lines])
    const message = `is not UTF-8: byte ${lines.length + 1} in line 5001 is 0xe9, as in Latin-1 and Windows-1252; save it as UTF-8`
    expect(() => decodeUtf8(bytes)).toThrow(message)
    for (const size of [1021, 65_536]) expect(() => read(bytes, size)).toThrow(message)
  })
})

test.each(SIZES)('gives what is right before it refuses, in chunks of %i bytes', (size) => {
  const parts: Buffer[] = []
  const reading = (): void => {
    for (const part of streamed(latin1(`[1,\n"\xe9"${' '.repeat(200)}`), size)) parts.push(part)
  }
  expect(reading).toThrow('byte 5 in line 2')
  expect(Buffer.concat(parts).toString()).toBe('[1,\n"')
})
