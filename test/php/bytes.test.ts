import { describe, expect, test } from 'vitest'
import {
  characterCount,
  fromBinary,
  hasInvalidUtf8,
  isAscii,
  replaceCharacters,
  toBytes,
} from '../../src/php/bytes.ts'
import { createRandom } from '../../src/random/random.ts'

const valid = [
  { what: 'nothing', bytes: '', text: '', characters: 0 },
  { what: 'ASCII', bytes: '00417f', text: '\0A\u007f', characters: 3 },
  { what: 'two bytes', bytes: 'c3a9', text: 'é', characters: 1 },
  { what: 'three bytes', bytes: 'e282ac', text: '€', characters: 1 },
  { what: 'four bytes', bytes: 'f09f9982', text: '🙂', characters: 1 },
  {
    what: 'four bytes whose second half looks like a byte',
    bytes: 'f09f839f',
    text: '\ud83c\udcdf',
    characters: 1,
  },
  { what: 'a byte order mark', bytes: 'efbbbf41', text: '\ufeffA', characters: 2 },
]

const invalid = [
  { what: 'a byte that begins nothing', bytes: 'ff', text: '\udcff', characters: 1 },
  { what: 'a continuation without a beginning', bytes: '8041', text: '\udc80A', characters: 2 },
  { what: 'a sequence that is cut off', bytes: 'e282', text: '\udce2\udc82', characters: 2 },
  {
    what: 'a sequence that is cut off before a valid one',
    bytes: 'f09f99c3a9',
    text: '\udcf0\udc9f\udc99é',
    characters: 4,
  },
  { what: 'an overlong slash', bytes: 'c0af', text: '\udcc0\udcaf', characters: 2 },
  { what: 'a surrogate in UTF-8', bytes: 'eda080', text: '\udced\udca0\udc80', characters: 3 },
  {
    what: 'a code point beyond Unicode',
    bytes: 'f4908080',
    text: '\udcf4\udc90\udc80\udc80',
    characters: 4,
  },
  {
    what: 'a bad byte beside a good one',
    bytes: 'f09f839fff',
    text: '\ud83c\udcdf\udcff',
    characters: 2,
  },
]

describe.each([...valid, ...invalid])('$what', ({ bytes, text, characters }) => {
  test('becomes text', () => {
    expect(fromBinary(Buffer.from(bytes, 'hex').toString('latin1'))).toBe(text)
  })

  test('comes back byte for byte', () => {
    expect(toBytes(text).toString('hex')).toBe(bytes)
  })

  test(`counts as ${characters} characters`, () => {
    expect(characterCount(text)).toBe(characters)
  })
})

test.each(valid)('knows that the text of $what was UTF-8', ({ text }) => {
  expect(hasInvalidUtf8(text)).toBe(false)
})

test.each(invalid)('knows that the text of $what was not UTF-8', ({ text }) => {
  expect(hasInvalidUtf8(text)).toBe(true)
})

test('loses no byte of any text', () => {
  const random = createRandom(11)
  for (let round = 0; round < 500; round++) {
    const bytes = Buffer.from(
      Array.from({ length: random.below(40) }, () =>
        random.pick([random.below(256), 0xc3, 0xa9, 0xf0, 0x9f]),
      ),
    )
    expect(toBytes(fromBinary(bytes.toString('latin1'))).toString('hex')).toBe(
      bytes.toString('hex'),
    )
  }
})

test.each([
  ['\0\u007f', true],
  ['', true],
  ['\u0080', false],
  ['aé', false],
])('tells ASCII from the rest: %j', (text, expected) => {
  expect(isAscii(text)).toBe(expected)
})

test.each([1, 999, 1000, 5000])('replaces characters of a text %i times as long', (count) => {
  const part = 'a+b.\u00ff [+'
  const replaced = replaceCharacters(part.repeat(count), '+.', '_')
  expect(replaced).toBe('a_b_\u00ff [_'.repeat(count))
})
