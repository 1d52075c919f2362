import { expect, test } from 'vitest'
import { header, splitTarget } from '../../src/laravel/http.ts'

test.each([
  ['/a?b=1', '/a', 'b=1'],
  ['/a', '/a', ''],
  ['/a?', '/a', ''],
  ['/a?b?c', '/a', 'b?c'],
  ['http://host:80/a?b', '/a', 'b'],
  ['HTTPS://host/a', '/a', ''],
  ['http://host', '', ''],
  ['http://host?b', '', 'b'],
  ['/http://host/a', '/http://host/a', ''],
  ['*', '*', ''],
])('splits the target %s', (target, path, query) => {
  expect(splitTarget(target)).toEqual({ path, query })
})

test.each([
  [undefined, undefined],
  ['a', 'a'],
  [['a', 'b'], 'b'],
])('takes the last of the headers %j', (value, expected) => {
  expect(
    header(
      { 'set-cookie': undefined, ...(value === undefined ? {} : { 'x-one': value }) },
      'x-one',
    ),
  ).toBe(expected)
})
