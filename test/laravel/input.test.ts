import { describe, expect, test } from 'vitest'
import { parseInput, parseBody } from '../../src/laravel/input.ts'
import { type InputValue, InputLimitError } from '../../src/php/input-array.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const valueOf = (raw: string): InputValue | undefined =>
  parseInput('GET', `a=${raw}`, {}, '').all.get('a')

const escaped = (text: string): string => encodeURIComponent(text)

const binary = (text: string): string => Buffer.from(text).toString('latin1')

// The code points that Illuminate\Support\Str::trim() removes at both ends.
const invisible = [
  0x00, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x1680,
  0x17b4, 0x17b5, 0x180e, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
  0x2009, 0x200a, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202f, 0x205f, 0x2060,
  0x2061, 0x2062, 0x2063, 0x2064, 0x2065, 0x206a, 0x206b, 0x206c, 0x206d, 0x206e, 0x206f, 0x2800,
  0x3000, 0x3164, 0xfeff, 0xffa0, 0x1d159, 0x1d173, 0x1d174, 0x1d175, 0x1d176, 0x1d177, 0x1d178,
  0x1d179, 0x1d17a, 0xe0020,
].map((code) => ({
  name: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
  char: String.fromCodePoint(code),
}))

describe('trimming', () => {
  test.each(invisible)('takes $name from both ends and not from within', ({ char }) => {
    expect(valueOf(escaped(`${char}x${char}y${char}${char}`))).toBe(`x${char}y`)
  })

  test.each(invisible)('leaves null of $name alone', ({ char }) => {
    expect(valueOf(escaped(char))).toBeNull()
  })

  test.each(
    [
      0x01, 0x08, 0x0e, 0x1f, 0x7f, 0x84, 0x301, 0x2010, 0x202a, 0x2066, 0x2069, 0x20dd, 0xfe0f,
      0xfffd, 0xe0021,
    ].map((code) => String.fromCodePoint(code)),
  )('leaves %j', (char) => {
    expect(valueOf(escaped(`${char}x${char}`))).toBe(`${char}x${char}`)
  })

  test('takes only ASCII from a text that is not UTF-8', () => {
    expect(valueOf('+%09%C2%A0x%FF%00%0B+')).toBe('\u00a0x\udcff')
  })

  test('goes down into arrays', () => {
    expect(parseInput('GET', 'a[b][]=+x+&a[b][]=++', {}, '').all.get('a')).toEqual(
      new Map([
        [
          'b',
          new Map([
            ['0', 'x'],
            ['1', null],
          ]),
        ],
      ]),
    )
  })

  test.each(['current_password', 'password', 'password_confirmation'])(
    'spares %s, but makes null of an empty one',
    (name) => {
      expect([...parseInput('GET', `${name}=+x+`, {}, '').all]).toEqual([[name, ' x ']])
      expect([...parseInput('GET', `${name}=`, {}, '').all]).toEqual([[name, null]])
      expect(parseInput('GET', `${name}[]=+x+`, {}, '').all.get(name)).toEqual(
        new Map([['0', 'x']]),
      )
    },
  )
})

describe('bodies', () => {
  test('of JSON override the query, whatever the method', () => {
    for (const method of ['GET', 'POST', 'PUT']) {
      const { all, query } = parseInput(method, 'a=1&b=2', json, '{"b":" x ","c":3}')
      expect([...all]).toEqual([
        ['a', '1'],
        ['b', 'x'],
        ['c', 3],
      ])
      expect([...query]).toEqual([
        ['a', '1'],
        ['b', '2'],
      ])
    }
  })

  test('of a form override the query on a POST alone', () => {
    expect([...parseInput('POST', 'a=1', form, 'a=+2+&b=3').all]).toEqual([
      ['a', '2'],
      ['b', '3'],
    ])
    expect([...parseInput('GET', 'a=1', form, 'a=2').all]).toEqual([['a', '1']])
  })

  test('of a multipart form override the query, and files override both', () => {
    const type = 'multipart/form-data; boundary=edge'
    const body = [
      part('name="a"', ' 2 '),
      part('name="v[x]"', '1'),
      part('name="v[f]"; filename="f"', 'abc'),
      part('name="b"; filename="f"', ' '),
      '--edge--',
    ].join('')
    const { all } = parseInput('POST', 'a=1&b=1&v=1', { 'content-type': type }, body)
    expect([...all.keys()]).toEqual(['a', 'b', 'v'])
    expect(all.get('a')).toBe('2')
    expect(all.get('b')).toMatchObject({ bytes: 1 })
    expect(all.get('v')).toEqual(
      new Map<string, unknown>([
        ['x', '1'],
        ['f', { bytes: 3, isWhole: true }],
      ]),
    )
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/vnd.api+json',
    'text/json',
  ])('of the type %s are JSON', (type) => {
    expect([...parseBody('GET', { 'content-type': type }, '{"a":1}').fields]).toEqual([['a', 1]])
  })

  test.each([
    '',
    'text/plain',
    'application/JSON',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
  ])('of the type %j on a GET are ignored', (type) => {
    expect(parseBody('GET', { 'content-type': type }, '{"a":1}').fields.size).toBe(0)
  })

  test.each([
    'application/x-www-form-urlencoded',
    'Application/X-WWW-Form-Urlencoded; charset=utf-8',
  ])('of the type %s on a POST are forms', (type) => {
    expect([...parseBody('POST', { 'content-type': type }, 'a.b=%20x').fields]).toEqual([
      ['a_b', ' x'],
    ])
  })

  test.each([
    ['nothing', '', []],
    ['broken JSON', '{"a":', []],
    ['null', 'null', []],
    ['an empty list', '[]', []],
    ['a scalar as the only item', '"x"', [['0', 'x']]],
    ['false as the only item', 'false', [['0', false]]],
    [
      'a list by index',
      '[1,"x",null]',
      [
        ['0', 1],
        ['1', 'x'],
        ['2', null],
      ],
    ],
    [
      'values of each type',
      '{"a":true,"b":9223372036854775807,"c":1.5}',
      [
        ['a', true],
        ['b', 9_223_372_036_854_775_807n],
        ['c', 1.5],
      ],
    ],
    ['UTF-8', binary('{"ä":"🙂"}'), [['ä', '🙂']]],
    ['bytes that are not UTF-8', '{"a":"\u00ff"}', []],
  ])('of JSON give %s', (_, body, expected) => {
    expect([...parseBody('GET', json, body).fields]).toEqual(expected)
  })

  test('of JSON make arrays of lists and objects', () => {
    expect(parseBody('GET', json, '{"a":[{"b":1}]}').fields.get('a')).toEqual(
      new Map([['0', new Map([['b', 1]])]]),
    )
  })
})

test('throws for more than 1000 variables', () => {
  expect(() => parseInput('GET', 'a&'.repeat(1001), {}, '')).toThrow(InputLimitError)
})

/** A part of a multipart body. */
const part = (name: string, value: string): string =>
  `--edge\r\nContent-Disposition: form-data; ${name}\r\n\r\n${value}\r\n`
