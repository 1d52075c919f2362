import { describe, expect, test } from 'vitest'
import { buildQuery, parseForm, parseQuery } from '../../src/php/query-string.ts'
import { rawUrlDecode, rawUrlEncode } from '../../src/php/url-encoding.ts'
import {
  type InputArray,
  type InputValue,
  mergeArrays,
  replaceRecursively,
  InputLimitError,
  isScalar,
} from '../../src/php/input-array.ts'

/** The values in their order, with keys joined by ">": `a>0=x, a>1=y`. */
const shown = (input: InputArray): string => leaves(input, '').join(', ')

function leaves(input: InputArray, path: string): string[] {
  return [...input].flatMap(([key, value]) =>
    value instanceof Map
      ? leaves(value, `${path}${key}>`)
      : [`${path}${key}=${isScalar(value) ? String(value) : 'a file'}`],
  )
}

/** A name with `count` levels of brackets. */
const levels = (count: number): string => `a${'[x]'.repeat(count)}`

const array = (...entries: [string, InputValue][]): InputArray => new Map(entries)

describe('parseQuery', () => {
  test.each([
    ['', ''],
    ['&&&', ''],
    ['=1', ''],
    ['a', 'a='],
    ['a=', 'a='],
    ['a=1&b=2', 'a=1, b=2'],
    ['a=b=c', 'a=b=c'],
    ['a=1;b=2', 'a=1;b=2'],
    ['A=1&a=2', 'A=1, a=2'],
  ])('splits %j', (raw, expected) => {
    expect(shown(parseQuery(raw))).toBe(expected)
  })

  test.each([
    ['the last of repeated names in the place of the first', 'a=1&b=2&a=3', 'a=3, b=2'],
    ['an empty value after a full one', 'page=2&page=', 'page='],
    ['a list', 'a[]=x&a[]=y', 'a>0=x, a>1=y'],
    ['names in an array', 'a[k]=x&a[l]=y&a[k]=z', 'a>k=z, a>l=y'],
    ['the next index after the largest', 'a[5]=x&a[2]=y&a[]=z', 'a>5=x, a>2=y, a>6=z'],
    ['index 0 after a negative one', 'a[-5]=x&a[]=y', 'a>-5=x, a>0=y'],
    ['an index with a leading zero as a name', 'a[05]=x&a[]=y', 'a>05=x, a>0=y'],
    ['arrays in arrays', 'a[b][]=1&a[b][]=2&a[][c]=3', 'a>b>0=1, a>b>1=2, a>0>c=3'],
    ['a scalar after an array', 'a[]=x&a=y', 'a=y'],
    ['an array after a scalar', 'a=y&a[]=x', 'a>0=x'],
    ['a deeper array after a scalar', 'a[b]=y&a[b][c]=x', 'a>b>c=x'],
    ['a blank index as the next one', 'a[ ]=x&a[+]=y&a[%09]=z', 'a>0=x, a>1=y, a>2=z'],
    ['two blanks as a name', 'a[++]=x', 'a>  =x'],
    ['dots and spaces in an index', 'a[b.c d]=x', 'a>b.c d=x'],
    ['a bracket in an index', 'a[b[c]=x', 'a>b[c=x'],
    ['nothing of what follows the brackets', 'a[b]c=x&d[e]f[g]=y', 'a>b=x, d>e=y'],
    ['escaped brackets as brackets', 'a%5Bb%5D=x', 'a>b=x'],
    ['a bracket that never closes, behind one that does', 'a[b][c=x', 'a>b=x'],
  ])('makes of names: %s', (_, raw, expected) => {
    expect(shown(parseQuery(raw))).toBe(expected)
  })

  test.each([
    ['a dot', 'per.page=1', 'per_page'],
    ['a space', 'per page=1', 'per_page'],
    ['a plus', 'per+page=1', 'per_page'],
    ['an escaped space', 'per%20page=1', 'per_page'],
    ['a bracket that never closes', 'per[page=1', 'per_page'],
    ['all of them', 'a[b.c d[e=1', 'a_b_c_d_e'],
    ['leading spaces, which are cut', '++%20page=1', 'page'],
    ['trailing spaces, which are kept', 'page+=1', 'page_'],
    ['a leading dot', '.page=1', '_page'],
    ['a closing bracket alone', 'a]b=1', 'a]b'],
    ['a tab', '%09page=1', '\tpage'],
    ['a NUL, where the name ends', 'page%00[x]=1', 'page'],
    ['UTF-8', 'p%C3%A4ge=1', 'päge'],
  ])('reads a name with %s', (_, raw, name) => {
    expect(shown(parseQuery(raw))).toBe(`${name}=1`)
  })

  test.each(['+=1', '%00a=1', '[a]=1', '[=1', '[]=1', '+%20=1'])(
    'drops %s, which has no name',
    (raw) => {
      expect(shown(parseQuery(`${raw}&b=2`))).toBe('b=2')
    },
  )

  test.each([
    ['a+b%20c', 'a b c'],
    ['%2B', '+'],
    ['%zz', '%zz'],
    ['%', '%'],
    ['%4', '%4'],
    ['%%41', '%A'],
    ['%2541', '%41'],
    ['a%00b', 'a\0b'],
    ['%c3%a9%C3%A9', 'éé'],
    ['%ff', '\udcff'],
    ['\u00c3\u00a9', 'é'],
    ['[]', '[]'],
  ])('reads the value %s', (raw, value) => {
    expect(parseQuery(`a=${raw}`).get('a')).toBe(value)
  })

  test('takes 64 levels of brackets and throws at one more', () => {
    expect(buildQuery(parseQuery(`${levels(64)}=1`))).toBe(`a${'%5Bx%5D'.repeat(64)}=1`)
    expect(() => parseQuery(`${levels(65)}=1`)).toThrow(InputLimitError)
  })

  test('takes 1000 variables, whatever their names, and throws at one more', () => {
    const raw = Array.from({ length: 1000 }, (_, index) => `a=${index}`).join('&&')
    expect(parseQuery(raw).get('a')).toBe('999')
    expect(() => parseQuery(`${raw}&=1`)).toThrow(InputLimitError)
  })
})

describe('buildQuery', () => {
  test.each([
    ['nothing', array(), ''],
    [
      'scalars',
      array(['a', '1'], ['b', 2], ['c', 3n], ['d', true], ['e', false], ['f', '']),
      'a=1&b=2&c=3&d=1&e=0&f=',
    ],
    ['null, which is dropped', array(['a', null], ['b', '1'], ['c', array(['d', null])]), 'b=1'],
    ['an empty array, which is dropped', array(['a', array()], ['b', '1']), 'b=1'],
    [
      'a list with explicit indexes',
      array(['foo', array(['0', 'x'], ['1', 'y'])]),
      'foo%5B0%5D=x&foo%5B1%5D=y',
    ],
    ['arrays in arrays', array(['a', array(['b', array(['c d', 'x'])])]), 'a%5Bb%5D%5Bc%20d%5D=x'],
    [
      'reserved characters',
      array(['a b', "~-_.!'()*+/:;=?@&#[]%"]),
      'a%20b=~-_.%21%27%28%29%2A%2B%2F%3A%3B%3D%3F%40%26%23%5B%5D%25',
    ],
    ['text that is not ASCII', array(['ä', '🙂']), '%C3%A4=%F0%9F%99%82'],
    ['bytes that are not UTF-8', array(['a', 'é\udcff']), 'a=%C3%A9%FF'],
  ])('writes %s', (_, input, expected) => {
    expect(buildQuery(input)).toBe(expected)
  })

  test.each(['a=1&b%5B0%5D=2&b%5Bx%5D%5B0%5D=%FF%00', 'a=%20%2B%25zz', 'a%5B5%5D=1&a%5B0%5D=2'])(
    'gives back %s',
    (raw) => {
      expect(buildQuery(parseQuery(raw))).toBe(raw)
    },
  )
})

describe('rawUrlEncode and rawUrlDecode', () => {
  test.each([
    ['+', '+'],
    ['%41%4a%6A', 'AJj'],
    ['%e9', '\u00e9'],
    ['%e', '%e'],
    ['%g0', '%g0'],
  ])('decodes %s byte by byte', (text, expected) => {
    expect(rawUrlDecode(text)).toBe(expected)
  })

  test.each([
    ['Az09-_.~', 'Az09-_.~'],
    [' \n\0', '%20%0A%00'],
    ['é\udc80', '%C3%A9%80'],
  ])('encodes %j', (text, expected) => {
    expect(rawUrlEncode(text)).toBe(expected)
  })
})

describe('mergeArrays', () => {
  test.each([
    ['the second value in the first place', 'a=1&b=2', 'a=3', 'a=3, b=2'],
    ['integer keys numbered from 0', '5=x&a=1&-2=y', '5=z', '0=x, a=1, 1=y, 2=z'],
    ['keys that only look like integers as they are', '05=x&-0=y', '1e5=z', '05=x, -0=y, 1e5=z'],
    ['arrays as a whole', 'a[5]=x', 'a[b]=y', 'a>b=y'],
  ])('gives %s', (_, first, second, expected) => {
    expect(shown(mergeArrays(parseQuery(first), parseQuery(second)))).toBe(expected)
  })
})

describe('parseForm', () => {
  test.each([
    ['', ''],
    ['a=1&b=2', 'a=1, b=2'],
    ['a.b=+x+&a%5Bk%5D=1', 'a_b= x , a>k=1'],
    ['a=%zz', 'a=%zz'],
    ['{"a":1}', '{"a":1}='],
    ['a=1;b=2', 'a=1;b=2'],
    ['&&a=1&', 'a=1'],
  ])('reads %j', (raw, expected) => {
    expect(shown(parseForm(raw))).toBe(expected)
  })

  test('reads 1,001 variables and leaves out the others', () => {
    const raw = Array.from({ length: 1003 }, (_, at) => `p${at}=`).join('&')
    expect([...parseForm(raw).keys()].slice(-2)).toEqual(['p999', 'p1000'])
  })

  test('counts empty pairs', () => {
    expect(parseForm(`${'&'.repeat(1001)}a=1`).size).toBe(0)
    expect(parseForm(`${'&'.repeat(1000)}a=1`).size).toBe(1)
  })

  test('leaves out a variable of too many levels', () => {
    expect(shown(parseForm(`b=1&a=2&${levels(65)}=x&c=3`))).toBe('b=1, c=3')
  })
})

test('arrays are replaced recursively', () => {
  const first = parseQuery('a=1&b[x]=1&b[y]=2&c[]=1')
  const second = parseQuery('b[y]=3&c=4&d=5')
  expect(shown(replaceRecursively(first, second))).toBe('a=1, b>x=1, b>y=3, c=4, d=5')
})
