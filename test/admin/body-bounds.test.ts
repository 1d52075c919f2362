import { describe, expect, test } from 'vitest'
import { boundsOf, requireBounded } from '../../src/admin/body-bounds.ts'

const check = (text: string, hasRows = false) => requireBounded(Buffer.from(text), hasRows)
const fieldsOf = (count: number): string =>
  `{${Array.from({ length: count }, (_, n) => `"k${n}":1`).join()}}`

describe('the bounds of a body', () => {
  test.each([
    [
      'many values',
      `[${'1,'.repeat(60_000)}1]`,
      'the body may have at most 50000 values; leave out what this call does not know',
    ],
    ['many empty lists', `[${'[]'.repeat(60_000)}]`, 'the body may have at most 50000 values'],
    [
      'many levels',
      '['.repeat(1001),
      'the body may be nested at most 1000 levels deep; flatten it',
    ],
    [
      'many fields of one object',
      fieldsOf(5001),
      'an object of the body may have at most 5000 fields; leave out what',
    ],
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
    expect(() => check(`[${'{},'.repeat(1_000_001)}{}]`, true)).toThrow(
      'send rows in parts, or as a dataset by PUT /__admin/dataset',
    )
  })

  const MIB = 'x'.repeat(2 ** 20)

  test.each([
    ['a row that is long', `[{"name":"${MIB}"}]`],
    ['a row of many values', `{"rows":[{},[${'1,'.repeat(50_000)}1]]}`],
    ['a text that is no row', `{"name":"${MIB}"}`],
    ['the name of a field', `{"${MIB}":1}`],
    [
      'much between the rows',
      `{${Array.from({ length: 3000 }, (_, n) => `"k${n}${'x'.repeat(400)}":[]`).join()}}`,
    ],
    ['blanks', `${' '.repeat(2 ** 20)}{}`],
  ])('%s is refused, for it is read in one turn', (_what, text) => {
    expect(() => check(text, true)).toThrow(
      'a row, and all that is beside rows, may have at most 1048576 bytes and 50000 values',
    )
  })

  test('many rows are looked at in turns', () => {
    const rows = `[${'{"type":"widget"},'.repeat(100_000)}{}]`
    expect([...boundsOf(Buffer.from(rows), true)].length).toBeGreaterThan(20)
  })
})
