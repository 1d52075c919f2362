import { describe, expect, test } from 'vitest'
import { requireBounded } from '../../src/admin/body-bounds.ts'

const check = (text: string, hasRows = false) => requireBounded(Buffer.from(text), hasRows)
const fieldsOf = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":1`).join()}}`

describe('the bounds of a body', () => {
  test.each([
    ['many values', `[${'1,'.repeat(60_000)}1]`, 'the body may have at most 50000 values; leave out what this call does not know'],
    ['many empty lists', `[${'[]'.repeat(60_000)}]`, 'the body may have at most 50000 values'],
    ['many levels', '['.repeat(1001), 'the body may be nested at most 1000 levels deep; flatten it'],
    ['many fields of one object', fieldsOf(5001), 'an object of the body may have at most 5000 fields; leave out what'],
  ])('%s are refused', (_what, text, message) => {
    expect(() => check(text)).toThrow(message)
  })

  test.each([
    ['the structure of a text', `{"a":"${'[{,\\"'.repeat(100_000)}"}`],
    ['a list of many values', `[${'1,'.repeat(40_000)}1]`],
    ['many fields', fieldsOf(5000)],
    ['a text without an end', `"${','.repeat(100_000)}`],
    ['brackets that close nothing', ']}'.repeat(1000)],
  ])('%s does not count against it', (_what, text) => {
    expect(() => check(text)).not.toThrow()
  })

  test('rows may have more values', () => {
    const rows = `[${'{"type":"widget","variables":{}},'.repeat(100_000)}{}]`
    expect(() => check(rows, true)).not.toThrow()
    expect(() => check(rows.repeat(3), true)).toThrow('send rows in parts, or as a dataset by PUT /__admin/dataset')
  })
})
