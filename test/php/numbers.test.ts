import { describe, expect, test } from 'vitest'
import {
  compareDecimal,
  isNumeric,
  numberToText,
  parseInteger,
  wrapToInt64,
} from '../../src/php/numbers.ts'

describe('parseInteger', () => {
  test.each([
    ['0', 0n],
    ['7', 7n],
    ['+5', 5n],
    ['-5', -5n],
    ['-0', 0n],
    ['+0', 0n],
    [' 5 ', 5n],
    ['\t5\n', 5n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('takes %j', (text, integer) => {
    expect(parseInteger(text)).toBe(integer)
  })

  test.each([
    '',
    ' ',
    '-',
    '+',
    '+-5',
    '05',
    '00',
    '-05',
    '5.0',
    '5.',
    '1e1',
    '0x5',
    '0b1',
    '1_000',
    '5 5',
    '5a',
    '- 5',
    '٥',
    '５',
    '9223372036854775808',
    '-9223372036854775809',
    '1'.repeat(400),
  ])('refuses %j', (text) => {
    expect(parseInteger(text)).toBeUndefined()
  })
})

describe('isNumeric', () => {
  test.each([
    '0',
    '05',
    '-1',
    '+1',
    '1.',
    '.5',
    '-.5',
    '1.5',
    '1e3',
    '1E+3',
    '1.5e-3',
    ' 1',
    '1 ',
    '\n1\v',
    '9'.repeat(50),
  ])('takes %j', (text) => {
    expect(isNumeric(text)).toBe(true)
  })

  test.each([
    '',
    ' ',
    '.',
    '-',
    '1e',
    'e1',
    '1e1.5',
    '0x1A',
    '1,5',
    '1 2',
    '--1',
    '1_0',
    'INF',
    'NAN',
    '\u00a01',
    '1\0',
  ])('refuses %j', (text) => {
    expect(isNumeric(text)).toBe(false)
  })
})

describe('compareDecimal', () => {
  test.each([
    ['1', 1, 0],
    ['1.0', 1, 0],
    ['01', 1, 0],
    [' +1. ', 1, 0],
    ['10e-1', 1, 0],
    ['1e0', 1, 0],
    ['.5', 1, -1],
    ['-1.5', 1, -1],
    ['-.5', 0, -1],
    ['0.99999999999999999999999', 1, -1],
    ['1.00000000000000000000001', 1, 1],
    ['100.00000000000000000000001', 100, 1],
    ['99.99999999999999999999', 100, -1],
    ['1e3', 100, 1],
    ['1e2', 100, 0],
    ['1e1000', 100, 1],
    ['-1e1000', 1, -1],
    ['1e-1000', 1, -1],
    ['1e-1000', 0, 1],
    ['99999999999999999999', 100, 1],
    ['-0', 0, 0],
    ['-2', -3, 1],
  ])('compares %s with %i', (text, whole, expected) => {
    expect(compareDecimal(text, whole)).toBe(expected)
  })
})

test.each([
  [0, 0n],
  [-1, -1n],
  [2 ** 62, 2n ** 62n],
  [2 ** 63, -(2n ** 63n)],
  [2 ** 64, 0n],
  [2 ** 64 + 2 ** 13, 2n ** 13n],
  [1e20, 7_766_279_631_452_241_920n],
  [-(2 ** 64) - 2 ** 13, -(2n ** 13n)],
])('a float of %d wraps to 64 bits', (value, expected) => {
  expect(wrapToInt64(value)).toBe(expected)
})

describe('numberToText', () => {
  test.each([
    [3, '3'],
    [-7, '-7'],
    [0, '0'],
    [-0, '-0'],
    [9_007_199_254_740_991, '9007199254740991'],
    [0.1 + 0.2, '0.3'],
    [1.5, '1.5'],
    [0.0001, '0.0001'],
    [0.000_012_5, '1.25E-5'],
    [1e-7, '1.0E-7'],
    [1e25, '1.0E+25'],
    [-1.5e300, '-1.5E+300'],
    [9_223_372_036_854_775_808, '9.2233720368548E+18'],
    [123_456_789_012_345.6, '1.2345678901235E+14'],
    [99_999_999_999_999.9, '1.0E+14'],
  ])('writes %d as %s', (value, text) => {
    expect(numberToText(value)).toBe(text)
  })
})
