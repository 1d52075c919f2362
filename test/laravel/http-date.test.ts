import { expect, test } from 'vitest'
import { httpDate, parseHttpDate } from '../../src/laravel/http-date.ts'

const MOMENT = 784_111_777

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', MOMENT],
  ['Sunday, 06-Nov-24 08:49:37 GMT', Date.UTC(2024, 10, 6, 8, 49, 37) / 1000],
  ['Sun Nov  6 08:49:37 1994', MOMENT],
  ['2051.5', undefined],
  ['2051', undefined],
  ['soon', undefined],
  ['', undefined],
  ['1994-11-06T08:49:37Z', undefined],
  ['Sun, 06 Nov 1994 08:49:37', undefined],
])('reads %o as %o', (text, seconds) => {
  expect(parseHttpDate(text)).toBe(seconds)
})

test('reads what it writes', () => {
  expect(parseHttpDate(httpDate(MOMENT))).toBe(MOMENT)
})
