import { describe, expect, test } from 'vitest'
import { authorizationIn, parseBearer } from '../../src/laravel/bearer.ts'

describe('parseBearer', () => {
  test.each([
    ['Bearer key', 'key', undefined],
    ['Bearer k', 'k', undefined],
    ['Bearer 10', '10', undefined],
    ['bearer key', 'key', undefined],
    ['bEaReR key', 'key', undefined],
    ['XBearer key', 'key', undefined],
    ['Basic abc, Bearer key', 'key', undefined],
    ['Bearer wrong Bearer key', 'key', undefined],
    ['Bearer key,x', 'key', undefined],
    ['Bearer key, Basic abc', 'key', undefined],
    ['Bearer  key', ' key', undefined],
    ['Bearer key ', 'key ', undefined],
    ['Bearer "key"', '"key"', undefined],
    ['Bearer Bearer', 'Bearer', undefined],
    ['Bearer 7|key', 'key', 7n],
    ['Bearer 007|key', 'key', 7n],
    ['Bearer 7|key|more', 'key|more', 7n],
    ['Bearer 99999999999999999999|key', 'key', 99_999_999_999_999_999_999n],
    ['Bearer \u00e9', '\u00e9', undefined],
  ])('reads %j', (authorization, secret, id) => {
    expect(parseBearer(authorization)).toEqual({ secret, id })
  })

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer\tkey',
    'Bearer 0',
    'Bearer ,key',
    'Bearer key, Bearer ',
    'Token key',
    'Basic a2V5',
    'Bear er key',
    'Bearer |key',
    'Bearer a|key',
    'Bearer -1|key',
    'Bearer 1.0|key',
    'Bearer 7 |key',
    'Bearer 7|',
    'Bearer 7|0',
    'Bearer \u0661|key',
  ])('finds no token in %j', (authorization) => {
    expect(parseBearer(authorization)).toBeUndefined()
  })
})

test.each([
  [undefined, 'missing'],
  ['', 'missing'],
  ['7|key', 'other'],
  ['Token key', 'other'],
  ['Bearer', 'keyless'],
  ['bearer ', 'keyless'],
  ['Bearer key', 'sound'],
  ['Bearer a|key', 'sound'],
] as const)('the form of %j is %s', (header, form) => {
  expect(authorizationIn(header)).toBe(form)
})
