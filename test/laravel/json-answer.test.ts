import { expect, test } from 'vitest'
import { Failure } from '../../src/laravel/errors.ts'
import { jsonAnswer } from '../../src/laravel/json-answer.ts'

test('members stand in their order, compact, with escaped slashes', () => {
  expect(jsonAnswer(404, { status: false, error: 'a/b', list: [] })).toEqual({
    status: 404,
    headers: { 'Content-Type': 'application/json' },
    body: '{"status":false,"error":"a\\/b","list":[]}',
  })
})

test.each([
  ['a text', '\udcff'],
  ['a text in an array', ['x', '\udcff']],
  ['a key', new Map([['\udcff', 1]])],
])('bytes that are not UTF-8 in %s are a 500', (_, value) => {
  expect(() => jsonAnswer(200, { value })).toThrow(Failure)
})
