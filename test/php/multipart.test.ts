import { describe, expect, test } from 'vitest'
import { parseMultipart } from '../../src/php/multipart.ts'
import { type InputArray, UploadedFile } from '../../src/php/input-array.ts'

const TYPE = 'multipart/form-data; boundary=edge'

/** The values in their order. Keys are joined by ">", and files appear by size: `a>0=x, f=<3>`. */
const shown = (input: InputArray): string => leaves(input, '').join(', ')

function leaves(input: InputArray, path: string): string[] {
  return [...input].flatMap(([key, value]) =>
    value instanceof Map
      ? leaves(value, `${path}${key}>`)
      : [`${path}${key}=${value instanceof UploadedFile ? `<${value.bytes}>` : value}`],
  )
}

const part = (disposition: string, content: string, end = '\r\n'): string =>
  `--edge${end}Content-Disposition: form-data; ${disposition}${end}${end}${content}${end}`

const fields = (body: string, type = TYPE): string => shown(parseMultipart(type, body).fields)
const files = (body: string): string => shown(parseMultipart(TYPE, body).files)

describe('the fields of a multipart body', () => {
  test.each([
    ['two parts', `${part('name="a"', '1')}${part('name="b"', '2')}--edge--\r\n`, 'a=1, b=2'],
    ['an empty content', `${part('name="a"', '')}--edge--\r\n`, 'a='],
    ['line ends in a content', `${part('name="a"', '1\r\n\r\n2\n')}--edge--`, 'a=1\r\n\r\n2\n'],
    ['bare line feeds', `${part('name="a"', '1', '\n')}--edge--\n`, 'a=1'],
    ['no end', part('name="a"', '1'), 'a=1'],
    ['no end and no line end', part('name="a"', '1').trimEnd(), 'a=1'],
    ['an end cut in two', `${part('name="a"', '1')}--ed`, 'a=1'],
    ['text around the parts', `hello\r\n${part('name="a"', '1')}--edge--\r\nbye`, 'a=1'],
    [
      'an end that is a line of its own only',
      `${part('name="a"', 'x--edge')}--edge--`,
      'a=x--edge',
    ],
    ['a name without quotes', `${part('name=a', '1')}--edge--`, 'a=1'],
    ['a name in single quotes', `${part("name='a'", '1')}--edge--`, 'a=1'],
    ['a quote in a name', String.raw`${part(String.raw`name="a\"b\\c"`, '1')}--edge--`, 'a"b\\c=1'],
    ['a semicolon in a name', `${part('name="a;b"', '1')}--edge--`, 'a;b=1'],
    ['the last of two names', `${part('name="a"; name="b"', '1')}--edge--`, 'b=1'],
    ['arrays', `${part('name="a[x]"', '1')}${part('name="a[]"', '2')}--edge--`, 'a>x=1, a>0=2'],
    ['the last of repeated names', `${part('name="a"', '1')}${part('name="a"', '2')}`, 'a=2'],
    ['dots as underscores', `${part('name="a.b"', '1')}--edge--`, 'a_b=1'],
    [
      'nothing from a part without name on',
      `${part('name="a"', '1')}${part('x=1', '2')}${part('name="b"', '3')}`,
      'a=1',
    ],
    [
      'parts after one without disposition',
      `--edge\r\nX: y\r\n\r\n1\r\n${part('name="b"', '2')}`,
      'b=2',
    ],
    ['no line break after the last delimiter', '--edge', ''],
    ['an empty body', '', ''],
  ])('%s', (_, body, expected) => {
    expect(fields(body)).toBe(expected)
  })

  test('knows headers in any case, folded, behind others', () => {
    const head = '--edge\r\nContent-Type: text/plain\r\ncontent-DISPOSITION:form-data;\r\n name="a"'
    expect(fields(`${head}\r\n\r\n1\r\n--edge--`)).toBe('a=1')
  })

  test.each([
    ['in quotes', 'multipart/form-data; boundary="edge"'],
    ['after another parameter', 'multipart/form-data; charset=utf-8; boundary=edge'],
    ['before another parameter', 'multipart/form-data; boundary=edge; charset=utf-8'],
    ['in upper case', 'multipart/form-data; BOUNDARY=edge'],
    ['in lower case before one in upper case', 'multipart/form-data; BOUNDARY=x; boundary=edge'],
    ['before a comma', 'multipart/form-data; boundary=edge, bar'],
  ])('finds the boundary %s', (_, type) => {
    expect(fields(`${part('name="a"', '1')}--edge--`, type)).toBe('a=1')
  })

  test.each([
    ['without a boundary', 'multipart/form-data'],
    ['with quotes that never close', 'multipart/form-data; boundary="edge'],
    ['with another boundary', 'multipart/form-data; boundary=other'],
  ])('reads nothing %s', (_, type) => {
    expect(fields(`${part('name="a"', '1')}--edge--`, type)).toBe('')
  })

  // php-src: tests/basic/GHSA-9pqp-7h25-4f32.phpt
  test.each([
    [5116, 'a=1\r\n--xCCC'],
    [5117, ''],
  ])('takes a boundary of %i characters for what PHP does', (length, expected) => {
    const boundary = 'x'.repeat(length)
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n`
    const body = `${head}1\r\n--${boundary.slice(1)}CCC\r\n--${boundary}--\r\n`
    const type = `multipart/form-data; boundary=${boundary}`
    expect(fields(body, type).replace(/x+/, 'x')).toBe(expected)
  })

  // php-src: tests/basic/rfc1867_garbled_mime_headers.phpt
  test('reads nothing of a part whose disposition has no parameters', () => {
    expect(fields('--edge\nContent-Disposition: form-data\n\n\n--edge--\n')).toBe('')
  })

  test('reads a thousand variables', () => {
    const body = Array.from({ length: 1002 }, (_, at) => part(`name="a${at}"`, '')).join('')
    expect(parseMultipart(TYPE, body).fields.size).toBe(1000)
  })

  test('keeps bytes that are not UTF-8', () => {
    expect(fields(`${part('name="a"', '\xff')}--edge--`)).toBe('a=\udcff')
  })
})

describe('the files of a multipart body', () => {
  test.each([
    ['the size of a file', `${part('name="f"; filename="x"', 'abc')}--edge--`, 'f=<3>'],
    ['an empty file', `${part('name="f"; filename="x"', '')}--edge--`, 'f=<0>'],
    ['a file in an array', `${part('name="f[a]"; filename="x"', 'abc')}--edge--`, 'f>a=<3>'],
    ['no file without a file name', `${part('name="f"; filename=""', 'abc')}--edge--`, ''],
    [
      'no file with brackets out of order',
      `${part('name="f[a"; filename="x"', 'abc')}--edge--`,
      '',
    ],
    // php-src: tests/basic/rfc1867_malicious_input.phpt and bug55500.phpt
    [
      'no file with a text behind brackets',
      `${part('name="f[]b"; filename="x"', 'a')}--edge--`,
      '',
    ],
    ['no file with two open brackets', `${part('name="f[[t]"; filename="x"', 'a')}--edge--`, ''],
    ['no file with an open bracket', `${part('name="f[n]["; filename="x"', 'a')}--edge--`, ''],
    ['no file without a name', `${part('filename="x"', 'abc')}--edge--`, ''],
  ])('%s', (_, body, expected) => {
    expect(files(body)).toBe(expected)
  })

  test.each([
    [`${part('name="f"; filename="x"', 'abc')}--edge--`, true],
    [part('name="f"; filename="x"', 'abc'), false],
  ])('tells a file that the body breaks off in: %j', (body, isWhole) => {
    expect(parseMultipart(TYPE, body).files.get('f')).toMatchObject({ isWhole, bytes: 3 })
  })

  test('fields come after files', () => {
    expect(fields(`${part('name="f"; filename="x"', 'a')}${part('name="a"', '1')}`)).toBe('a=1')
  })
})
