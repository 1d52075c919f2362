import { describe, expect, test } from 'vitest'
import {
  decodePath,
  effectiveMethod,
  isApiPath,
  preflight,
  requestPath,
} from '../../src/laravel/route.ts'

describe('requestPath', () => {
  test.each([
    ['/api/x', 'api/x'],
    ['//api//x//', 'api//x'],
    ['/a%2Fb', 'a%2Fb'],
    ['/', '/'],
    ['', '/'],
  ])('of %j is %s', (path, expected) => {
    expect(requestPath(path)).toBe(expected)
  })
})

describe('isApiPath', () => {
  test.each(['/api/x', '//api/x', '/%61pi/x', '/api%2Fx', '/api/%C3%A4'])(
    'holds for %s',
    (path) => {
      expect(isApiPath(path)).toBe(true)
    },
  )

  test.each(['/api', '/api/', '/apix', '/API/x', '/x/api/x', '/', '', '*', '/api/%ff'])(
    'does not hold for %s',
    (path) => {
      expect(isApiPath(path)).toBe(false)
    },
  )
})

test.each([
  ['/a%20b', '/a b'],
  ['/%C3%A4', '/ä'],
  ['/\u00c3\u00a4', '/ä'],
  ['/%ff', '/\udcff'],
  ['/%zz+', '/%zz+'],
])('decodes the path %s', (path, expected) => {
  expect(decodePath(path)).toBe(expected)
})

describe('effectiveMethod', () => {
  test.each([
    ['nothing', {}, undefined, 'POST'],
    ['a header', { 'x-http-method-override': 'get' }, undefined, 'GET'],
    ['a header before a parameter', { 'x-http-method-override': 'PUT' }, 'GET', 'PUT'],
    ['a parameter', {}, 'get', 'GET'],
    ['a parameter beside an empty header', { 'x-http-method-override': '' }, 'HEAD', 'HEAD'],
    ['a method that no one knows', {}, 'brew', 'BREW'],
  ])('of a POST with %s', (_, headers, parameter, expected) => {
    expect(effectiveMethod('POST', headers, () => parameter)).toBe(expected)
  })

  test.each(['GET', 'PUT', 'OPTIONS', 'HEAD'])(
    'of a %s is itself, whatever it asks for',
    (method) => {
      expect(effectiveMethod(method, { 'x-http-method-override': 'DELETE' }, () => 'PATCH')).toBe(
        method,
      )
    },
  )

  test.each(['GE T', 'GET1', 'G-ET', ' GET', 'GÉT'])(
    'is refused for the override %j',
    (override) => {
      expect(() =>
        effectiveMethod('POST', { 'x-http-method-override': override }, () => undefined),
      ).toThrow('Bad request.')
    },
  )
})

test('a preflight repeats what was asked for, the method in capitals', () => {
  const { status, headers, body } = preflight('put', 'X-One, x-two')
  expect({ status, body }).toEqual({ status: 204, body: '' })
  expect(Object.entries(headers)).toEqual([
    ['Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers'],
    ['Access-Control-Allow-Methods', 'PUT'],
    ['Access-Control-Allow-Headers', 'X-One, x-two'],
    ['Access-Control-Max-Age', '0'],
    ['Content-type', 'text/html; charset=UTF-8'],
  ])
})
