import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { encodeFloat, encodeJson, encodeString, fromJavaScript } from '../../src/php/json.ts'
import { decodeJson, JsonSyntaxError, parseJson } from '../../src/php/json-decode.ts'

const recorded = z
  .array(z.object({ name: z.string(), input: z.string(), output: z.string() }))
  .parse(
    JSON.parse(readFileSync(new URL('../golden/encoding-values.json', import.meta.url), 'utf8')),
  )

const reencoded = (text: string): string => encodeJson(parseJson(text))

/** JSON of lists inside of each other. */
const nested = (depth: number, inside = ''): string =>
  '['.repeat(depth) + inside + ']'.repeat(depth)

function failureOf(text: string): Pick<JsonSyntaxError, 'message' | 'position'> | undefined {
  try {
    parseJson(text)
    return undefined
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    return { message: error.message, position: error.position }
  }
}

describe('reading and writing', () => {
  test('has 49 recorded pairs to go by', () => {
    expect(recorded).toHaveLength(49)
  })

  test.each(recorded)('writes $name as PHP did', ({ input, output }) => {
    expect(reencoded(input)).toBe(output)
  })

  test.each([
    {
      what: 'the smallest 64-bit integer',
      text: '-9223372036854775808',
      output: '-9223372036854775808',
    },
    { what: 'an integer beyond 2^53', text: '[-9007199254740993]', output: '[-9007199254740993]' },
    {
      what: 'an integer just above 64 bits as a float',
      text: '9223372036854775808',
      output: '9.223372036854776e+18',
    },
    {
      what: 'an integer just below 64 bits as a float',
      text: '-9223372036854775809',
      output: '-9.223372036854776e+18',
    },
    {
      what: 'a float beyond 2^53 with the digits of a float',
      text: '9007199254740993.0',
      output: '9007199254740992',
    },
    {
      what: 'white space of four kinds',
      text: ' \t\r\n[ 1 , {"a" : 2 } ]\n',
      output: '[1,{"a":2}]',
    },
    {
      what: 'a repeated key in its first place',
      text: '{"a":1,"b":2,"a":3}',
      output: '{"a":3,"b":2}',
    },
    {
      what: 'integer keys in their order',
      text: '{"b":1,"2":2,"1":3}',
      output: '{"b":1,"2":2,"1":3}',
    },
    {
      what: '__proto__ as an ordinary key',
      text: '{"__proto__":{"a":1}}',
      output: '{"__proto__":{"a":1}}',
    },
    {
      what: 'a pair of escaped surrogates',
      text: String.raw`"\uD83D\uDE42"`,
      output: String.raw`"\ud83d\ude42"`,
    },
    {
      what: 'an escaped NUL',
      text: String.raw`{"\u0000":"\u0000"}`,
      output: String.raw`{"\u0000":"\u0000"}`,
    },
  ])('keeps $what', ({ text, output }) => {
    expect(reencoded(text)).toBe(output)
  })
})

describe('parseJson', () => {
  test.each([
    ['', 'expected a value', 0],
    [' ', 'expected a value', 1],
    ['[1,]', 'expected a value', 3],
    ['[1 2]', 'expected "," or "]"', 3],
    ['[1', 'expected "," or "]"', 2],
    ['[1]]', 'unexpected text after the value', 3],
    ['{"a":1,}', 'expected a property name in double quotes', 7],
    ['{a:1}', 'expected a property name in double quotes', 1],
    ['{"a" 1}', 'expected ":"', 5],
    ['{"a":1 "b":2}', 'expected "," or "}"', 7],
    ['01', 'unexpected text after the value', 1],
    ['1.', 'unexpected text after the value', 1],
    ['1e', 'unexpected text after the value', 1],
    ['.5', 'expected a value', 0],
    ['+1', 'expected a value', 0],
    ['// a comment', 'expected a value', 0],
    ["'a'", 'expected a value', 0],
    ['"abc', 'broken string', 0],
    ['["a\nb"]', 'broken string', 1],
    [String.raw`["\x"]`, 'broken string', 1],
    [String.raw`["\u12"]`, 'broken string', 1],
    ['\ufeff1', 'expected a value', 0],
    ['\u00a01', 'expected a value', 0],
  ])('refuses %j: %s at %i', (text, message, position) => {
    expect(failureOf(text)).toEqual({ message, position })
  })

  test.each([
    'TRUE',
    'Null',
    'fALSE',
    '[1,True]',
    '{"a":NULL}',
    'nul',
    'nulll',
    'yes',
    'NaN',
    'Infinity',
    '-',
    '--1',
    '\0',
    'undefined',
  ])('refuses the word %j', (text) => {
    expect(failureOf(text)).toBeDefined()
  })

  test.each([
    { what: 'the first half of a pair', text: String.raw`"\ud83d"` },
    { what: 'the second half of a pair', text: String.raw`"\ude42"` },
    { what: 'a pair in the wrong order', text: String.raw`"\ude42\ud83d"` },
    { what: 'an escaped half before a letter', text: String.raw`"\ud83da"` },
    { what: 'a byte that is not UTF-8', text: '"\udcff"' },
    { what: 'such a byte in a key', text: '{"\udcff":1}' },
  ])('refuses $what', ({ text }) => {
    expect(failureOf(text)?.message).toBe('a character that is not Unicode')
  })

  test('reads 511 levels and refuses one more, whether lists or objects', () => {
    expect(failureOf(nested(511))).toBeUndefined()
    expect(failureOf(nested(512))).toEqual({ message: 'nested deeper than 511', position: 511 })
    expect(failureOf(nested(510, '{}'))).toBeUndefined()
    expect(failureOf(nested(511, '{}'))?.message).toBe('nested deeper than 511')
    expect(failureOf(`{"a":${nested(510)}}`)).toBeUndefined()
    expect(failureOf(`{"a":${nested(511)}}`)?.message).toBe('nested deeper than 511')
  })

  test('counts the depth of what is open, not of what was', () => {
    expect(failureOf(`[${nested(510)},${nested(510)}]`)).toBeUndefined()
  })
})

test('decodeJson gives undefined where the text is not JSON, and null for null', () => {
  expect([decodeJson('{'), decodeJson('null')]).toEqual([undefined, null])
})

describe('encodeFloat', () => {
  test.each([
    [0, '0'],
    [-0, '-0'],
    [1e-4, '0.0001'],
    [0.000_099_999, '9.9999e-5'],
    [-1e-5, '-1.0e-5'],
    [1.5e-7, '1.5e-7'],
    [99_999_999_999_999_980, '99999999999999980'],
    [1e17, '1.0e+17'],
    [-1.25e20, '-1.25e+20'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [Number.MIN_VALUE, '5.0e-324'],
    [0.1 + 0.2, '0.30000000000000004'],
  ])('writes %d as %s', (value, text) => {
    expect(encodeFloat(value)).toBe(text)
  })
})

describe('encodeString', () => {
  test('escapes each character above U+007F, also in a long text', () => {
    const units = Array.from({ length: 0xffff - 0x7f }, (_, index) => index + 0x80)
    const text = units.map((unit) => String.fromCharCode(unit)).join('')
    const escaped = units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
    expect(encodeString(`a/${text}"`)).toBe(`"a\\/${escaped}\\""`)
  })

  test.each([
    {
      what: 'printable ASCII',
      text: " !#$%&'()*+,-.09:;<=>?@AZ[]^_`az{|}~\u007f",
      output: '" !#$%&\'()*+,-.09:;<=>?@AZ[]^_`az{|}~\u007f"',
    },
    { what: 'quotes and backslashes', text: '"\\', output: String.raw`"\"\\"` },
    { what: 'slashes alone', text: 'https://a/b', output: String.raw`"https:\/\/a\/b"` },
    { what: 'slashes among wide characters', text: 'ä/é', output: String.raw`"\u00e4\/\u00e9"` },
    {
      what: 'controls',
      text: '\b\f\n\r\t\v\0\u001b',
      output: String.raw`"\b\f\n\r\t\u000b\u0000\u001b"`,
    },
    { what: 'characters beyond the first plane', text: '🙂', output: String.raw`"\ud83d\ude42"` },
    {
      what: 'the ends of the first plane',
      text: '\u0080\uffff',
      output: String.raw`"\u0080\uffff"`,
    },
  ])('writes $what', ({ text, output }) => {
    expect(encodeString(text)).toBe(output)
  })
})

describe('fromJavaScript', () => {
  test.each([
    { what: 'undefined', value: undefined, output: 'null' },
    { what: 'the empty object', value: {}, output: '[]' },
    { what: 'keys like those of a list', value: { 0: 'a', 1: 'b' }, output: '["a","b"]' },
    {
      what: 'a Map with the order of its keys',
      value: new Map([
        ['2', 1],
        ['1', 2],
      ]),
      output: '{"2":1,"1":2}',
    },
    {
      what: 'a Map with numbers as keys',
      value: new Map([
        [0, 'a'],
        [1, 'b'],
      ]),
      output: '["a","b"]',
    },
    {
      what: 'objects in lists in objects',
      value: { a: [{ b: null }] },
      output: '{"a":[{"b":null}]}',
    },
    { what: 'an integer of 2^53', value: 2 ** 53, output: '9007199254740992' },
    { what: 'an integer of 2^62', value: 2 ** 62, output: '4611686018427387904' },
    { what: 'the smallest 64-bit integer', value: -(2 ** 63), output: '-9223372036854775808' },
    { what: 'a number of 2^63 as a float', value: 2 ** 63, output: '9.223372036854776e+18' },
    { what: 'a bigint', value: 9_223_372_036_854_775_807n, output: '9223372036854775807' },
  ])('takes $what', ({ value, output }) => {
    expect(encodeJson(fromJavaScript(value))).toBe(output)
  })
})
