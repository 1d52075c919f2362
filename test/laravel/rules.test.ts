import { describe, expect, test } from 'vitest'
import {
  afterOrEqual,
  dateFormat,
  integer,
  maxLength,
  maxNumber,
  minNumber,
  oneOf,
  ownAssistant,
  type Rule,
  string,
  toAttribute,
  toInteger,
  toText,
} from '../../src/laravel/rules.ts'
import type { InputValue } from '../../src/php/input-array.ts'

/** A Saturday, 14:30:00. */
const now = Date.UTC(2025, 0, 25, 14, 30) / 1000

const passes = (rule: Rule, value: InputValue, others: Record<string, InputValue> = {}): boolean =>
  rule.passes(value, {
    input: new Map(Object.entries(others)),
    now,
    ownsAssistant: (id) => id === 7n,
  })

const list = (...items: InputValue[]): InputValue =>
  new Map(items.map((item, index) => [String(index), item]))

const long = (length: number): string => 'ä'.repeat(length)

type Case = { name: string; rule: Rule; takes: InputValue[]; refuses: InputValue[] }

const cases: Case[] = [
  {
    name: 'oneOf',
    rule: oneOf(['test', '1']),
    takes: ['test', '1', 1, 1n, true],
    refuses: ['Test', 'test ', '', 1.5, false, list('test'), list()],
  },
  {
    name: 'integer',
    rule: integer,
    takes: ['5', '+5', '-0', '9223372036854775807', 5, -5n, true],
    refuses: ['abc', '5.0', '1e1', '05', '9223372036854775808', 1.5, false, list('5'), list()],
  },
  {
    name: 'string',
    rule: string,
    takes: ['x', '5', '\udcff'],
    refuses: [5, 5n, 1.5, true, false, list('x'), list()],
  },
  {
    name: 'ownAssistant',
    rule: ownAssistant,
    takes: ['7', '+7', 7, 7n],
    refuses: ['8', '-7', '0', list('7')],
  },
  {
    name: 'minNumber(1)',
    rule: minNumber(1),
    takes: [
      '1',
      '1.0',
      '10e-1',
      '1e3',
      '99999999999999999999',
      'a',
      long(3),
      list('x'),
      1,
      1.5,
      true,
    ],
    refuses: [
      '0',
      '-0',
      '0.5',
      '.5',
      '-1.5',
      '1e-1000',
      '0.99999999999999999999',
      list(),
      0,
      -1n,
      false,
    ],
  },
  {
    name: 'maxNumber(100)',
    rule: maxNumber(100),
    takes: [
      '100',
      '100.0',
      '-1e3',
      '1e2',
      long(100),
      list(...Array.from({ length: 100 }, () => 1)),
      100,
      true,
      false,
    ],
    refuses: [
      '101',
      '100.00000000000000000001',
      '1e3',
      '1e1000',
      long(101),
      list(...Array.from({ length: 101 }, () => 1)),
      101n,
      100.5,
    ],
  },
  {
    name: 'maxLength(3)',
    rule: maxLength(3),
    takes: ['', 'äöü', '🙂🙂🙂', '\udcff\udcff\udcff', '999', 999, true, list(1, 2, 3)],
    refuses: ['äöüß', '🙂🙂🙂🙂', 1000, list(1, 2, 3, 4)],
  },
  {
    name: 'dateFormat',
    rule: dateFormat,
    takes: ['2025-01-25', '0001-01-01'],
    refuses: [
      '2025-1-25',
      '2025-02-30',
      'today',
      '20250125',
      20_250_125,
      true,
      list('2025-01-25'),
      list(),
    ],
  },
]

describe.each(cases)('$name', ({ rule, takes, refuses }) => {
  test.each(takes.map((value) => [value]))('takes %o', (value) => {
    expect(passes(rule, value)).toBe(true)
  })

  test.each(refuses.map((value) => [value]))('refuses %o', (value) => {
    expect(passes(rule, value)).toBe(false)
  })
})

describe('a number with an exponent beyond 1000', () => {
  test.each(['1e1001', '1e-1001', '-0.5E+1001', '1e99999999999999999999'])(
    '%s fails with 500',
    (value) => {
      for (const rule of [minNumber(1), maxNumber(100)])
        expect(() => passes(rule, value)).toThrow('Server Error')
    },
  )
})

describe('afterOrEqual', () => {
  const rule = afterOrEqual('date_from')

  test.each([
    ['2025-01-25', '2025-01-25'],
    ['2025-01-25', '2025-01-24'],
    ['2025-02-30', '2025-03-02'],
    ['2025-1-5', '2025-01-05'],
    ['tomorrow', '2025-01-26'],
    ['2025-01-25', 'today'],
    ['now', 'today'],
    ['2020', '2025-01-25'],
    ['2026/01/01', '2025-12-31'],
    ['today', 'yesterday'],
  ])('takes %s after %s', (value, reference) => {
    expect(passes(rule, value, { date_from: reference })).toBe(true)
  })

  test.each([
    ['2025-01-24', '2025-01-25'],
    ['2025-03-01', '2025-02-30'],
    ['2025-01-25', 'now'],
    ['2025-01-25', '2026/01/01'],
    ['garbage', '2025-01-25'],
    ['2025-01-25', 'garbage'],
    ['garbage', 'garbage'],
  ])('refuses %s after %s', (value, reference) => {
    expect(passes(rule, value, { date_from: reference })).toBe(false)
  })

  test('takes anything but what is no date at all when there is nothing to compare with', () => {
    for (const value of ['2025-01-24', 'garbage', 5]) {
      expect(passes(rule, value)).toBe(true)
      expect(passes(rule, value, { date_from: null })).toBe(true)
    }
  })

  test.each([[true], [list('2025-01-25')], [list()]])(
    'refuses %o, whatever it is compared with',
    (value) => {
      expect(passes(rule, value)).toBe(false)
      expect(passes(rule, value, { date_from: list('2025-01-01') })).toBe(false)
    },
  )

  test('fails with 500 when it is compared with an array', () => {
    expect(() => passes(rule, '2025-01-25', { date_from: list('2025-01-01') })).toThrow(
      'Server Error',
    )
  })

  test('names both fields', () => {
    expect(rule.message).toBe('The :attribute field must be a date after or equal to date from.')
  })
})

test.each<[Parameters<typeof toText>[0], string]>([
  [null, ''],
  [false, ''],
  [true, '1'],
  [5, '5'],
  [9_223_372_036_854_775_807n, '9223372036854775807'],
  ['x', 'x'],
])('%o is the text %j', (value, expected) => {
  expect(toText(value)).toBe(expected)
})

test.each<[InputValue, bigint]>([
  ['+5', 5n],
  ['-0', 0n],
  [true, 1n],
  [null, 0n],
  [list('5'), 0n],
])('%o is the integer %s', (value, expected) => {
  expect(toInteger(value)).toBe(expected)
})

test('a field is named with spaces', () => {
  expect(toAttribute('whatsapp_sender_phone')).toBe('whatsapp sender phone')
})
