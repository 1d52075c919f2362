import { expect, test } from 'vitest'
import { indent } from '../../src/dashboard/widgets/json-tokens.ts'

const textOf = (json: string): string =>
  indent(json)
    .map(({ text }) => text)
    .join('')

test.each([
  ['{}', '{}'],
  ['[]', '[]'],
  ['{"a":1}', '{\n  "a": 1\n}'],
  ['{"a":[],"b":{}}', '{\n  "a": [],\n  "b": {}\n}'],
  ['[1,[2,3]]', '[\n  1,\n  [\n    2,\n    3\n  ]\n]'],
  ['"text"', '"text"'],
])('%s is written as %s', (json, text) => {
  expect(textOf(json)).toBe(text)
})

test('keeps the spelling of numbers and the escapes of texts', () => {
  const json = String.raw`{"cost":1.0e-7,"big":12345678901234567890,"url":"http:\/\/x\/?a=\u00e9","quote":"\"{,}\""}`
  const shown = textOf(json)
  for (const part of [
    '1.0e-7',
    '12345678901234567890',
    String.raw`"http:\/\/x\/?a=\u00e9"`,
    String.raw`"\"{,}\""`,
  ])
    expect(shown).toContain(part)
  expect(JSON.parse(shown)).toEqual(JSON.parse(json))
})

test('tells keys from texts', () => {
  expect(indent('{"a":"b"}').filter(({ kind }) => kind === 'key' || kind === 'text')).toEqual([
    { kind: 'key', text: '"a"' },
    { kind: 'text', text: '"b"' },
  ])
})

test.each(['{"data":[{"id":', '{"a":tru', '<h1>Server Error</h1>', '"no end', ']]]', ''])(
  'loses nothing of what is no JSON: %s',
  (text) => {
    expect(textOf(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  },
)
