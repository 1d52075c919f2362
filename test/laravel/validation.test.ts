import { describe, expect, test } from 'vitest'
import { Failure } from '../../src/laravel/errors.ts'
import {
  array,
  integer,
  maxLength,
  nullable,
  oneOf,
  required,
  type Rule,
  string,
  url,
  uuid,
} from '../../src/laravel/rules.ts'
import { type Rules, validate, validateFields } from '../../src/laravel/validation.ts'
import { type InputValue, UploadedFile } from '../../src/php/input-array.ts'

const UUID = 'b361861a-0c4c-4e37-8202-faa06c907c60'

function errorsOf(rules: Rules, input: Record<string, InputValue>, fields?: string[]) {
  try {
    const context = { input: new Map(Object.entries(input)), now: 0 }
    if (fields) validateFields(fields, rules, context)
    else validate(rules, context)
    return {}
  } catch (error) {
    if (error instanceof Failure) return Object.fromEntries(error.errors ?? [])
    throw error
  }
}

const list = (...items: InputValue[]): InputValue =>
  new Map(items.map((item, index) => [String(index), item]))

const file = (bytes: number, isWhole = true): UploadedFile => new UploadedFile(bytes, isWhole)

const REQUIRED = 'The a field is required.'
const STRING = 'The a field must be a string.'
const UUID_MESSAGE = 'The a field must be a valid UUID.'
const ARRAY = 'The a field must be an array.'
const INTEGER = 'The a field must be an integer.'
const LONG = 'The a field must not be greater than 3 characters.'

const id = [required, string, uuid]
const text = [required, string, maxLength(3)]

describe('the messages of a field', () => {
  test.each<[string, readonly Rule[], InputValue, string[]]>([
    ['none', id, UUID, []],
    ['none for upper case', id, UUID.toUpperCase(), []],
    ['required for null, and no other', id, null, [REQUIRED]],
    ['required for an empty array', id, list(), [REQUIRED]],
    ['every other rule that is broken', id, 5, [STRING, UUID_MESSAGE]],
    ['every rule for an array', id, list(UUID), [STRING, UUID_MESSAGE]],
    ['every rule for a file', id, file(3), [STRING, UUID_MESSAGE]],
    ['a file that came in part', id, file(3, false), ['The a failed to upload.']],
    ['not required for zero', id, 0, [STRING, UUID_MESSAGE]],
    ['not required for false', id, false, [STRING, UUID_MESSAGE]],
    ['a text of the largest length', text, '🙂🙂🙂', []],
    ['a longer text', text, 'abcd', [LONG]],
    ['a number that is no text, however long', text, 12_345, [STRING, LONG]],
    ['an array with too many entries', text, list(1, 2, 3, 4), [STRING, LONG]],
    ['an array with fewer', text, list(1), [STRING]],
    [
      'a large file',
      text,
      file(4096),
      [STRING, 'The a field must not be greater than 3 kilobytes.'],
    ],
    ['none for null where it may be', [nullable, array], null, []],
    ['none for an empty array where it may be null', [nullable, array], list(), []],
    ['a text that is no array', [nullable, array], '{"a":1}', [ARRAY]],
    ['a file that is no array', [nullable, array], file(1), [ARRAY]],
    [
      'a value not in the list',
      [nullable, oneOf(['x'])],
      list('x'),
      ['The selected a is invalid.'],
    ],
    ['a file not in the list', [nullable, oneOf(['x'])], file(1), ['The selected a is invalid.']],
    ['true as an integer', [required, integer], true, []],
    ['false as none', [required, integer], false, [INTEGER]],
    ['a number that is no URL', [required, url], 5, ['The a field must be a valid URL.']],
  ])('%s', (_, rules, value, expected) => {
    expect(errorsOf({ a: rules }, { a: value })['a'] ?? []).toEqual(expected)
  })
})

test('an absent field is required, or may be absent', () => {
  expect(errorsOf({ a: id, b: [nullable, array] }, {})).toEqual({ a: [REQUIRED] })
})

test('the fields stand in the order of the rules', () => {
  const errors = errorsOf({ a: id, b: [nullable, array] }, { b: 'x', a: null })
  expect(Object.keys(errors)).toEqual(['a', 'b'])
})

test('only the given fields are looked at', () => {
  expect(errorsOf({ a: id, b: id }, {}, ['b'])).toEqual({ b: ['The b field is required.'] })
})

test('a name is written with spaces', () => {
  expect(errorsOf({ assistant_id: id }, {})).toEqual({
    assistant_id: ['The assistant id field is required.'],
  })
})
