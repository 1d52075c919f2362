import { describe, expect, test } from 'vitest'
import { Failure } from '../../src/laravel/errors.ts'
import { createRouter } from '../../src/laravel/router.ts'

const router = createRouter([
  { method: 'GET', path: '/api/user/me', name: 'me' },
  { method: 'POST', path: '/api/conversations', name: 'create' },
  { method: 'GET', path: '/api/conversations/{uuid}', name: 'get' },
  { method: 'POST', path: '/api/conversations/{uuid}/messages', name: 'send' },
])

function shown(method: string, path: string): string {
  try {
    const matched = router.match(method, path)
    if ('status' in matched) return `${matched.status} Allow: ${matched.headers['Allow']}`
    return [matched.route.name, ...Object.values(matched.parameters)].join(' ')
  } catch (error) {
    if (error instanceof Failure) return `${error.status} ${error.message}`
    throw error
  }
}

describe('match', () => {
  test.each([
    ['GET', '/api/user/me', 'me'],
    ['HEAD', '/api/user/me', 'me'],
    ['GET', '/api/user/%6De//', 'me'],
    ['GET', '/api%2Fuser/me', 'me'],
    ['POST', '/api/conversations', 'create'],
    ['POST', '/api/conversations/', 'create'],
    ['GET', '/api/conversations/abc', 'get abc'],
    ['GET', '/api/conversations/a%20b.json', 'get a b.json'],
    ['GET', '/api/conversations/%C3%A4', 'get ä'],
    ['GET', '/api/conversations/%00', 'get \0'],
    ['GET', '/api/conversations/a%3Fb', 'get a?b'],
    ['POST', '/api/conversations/abc/messages', 'send abc'],
    ['POST', '/api/conversations/abc%2Fmessages', 'send abc'],
    ['OPTIONS', '/api/user/me', '200 Allow: GET,HEAD'],
    ['OPTIONS', '/api/conversations', '200 Allow: POST'],
  ])('%s %s leads to %s', (method, path, expected) => {
    expect(shown(method, path)).toBe(expected)
  })

  test.each([
    ['GET', '/api/user/Me', '404 The route api/user/Me could not be found.'],
    ['GET', '//api/user/me', '404 The route api/user/me could not be found.'],
    ['GET', '/api/./user/me', '404 The route api/./user/me could not be found.'],
    [
      'GET',
      '/api/conversations//',
      '405 The GET method is not supported for route api/conversations. Supported methods: POST.',
    ],
    [
      'GET',
      '/api/conversations/a%2Fb',
      '404 The route api/conversations/a%2Fb could not be found.',
    ],
    ['GET', '/api/conversations/%FF', '404 The route api/conversations/%FF could not be found.'],
    ['OPTIONS', '/api/nope', '404 The route api/nope could not be found.'],
    [
      'FOO',
      '/api/user/me',
      '405 The FOO method is not supported for route api/user/me. Supported methods: GET, HEAD.',
    ],
    [
      'HEAD',
      '/api/conversations',
      '405 The HEAD method is not supported for route api/conversations. Supported methods: POST.',
    ],
    [
      'PUT',
      '/api/conversations/%38',
      '405 The PUT method is not supported for route api/conversations/%38. Supported methods: GET, HEAD.',
    ],
  ])('%s %s is refused', (method, path, expected) => {
    expect(shown(method, path)).toBe(expected)
  })
})

test('find knows the routes of a path, whatever the method', () => {
  expect(router.find('/api/conversations/abc').map(({ route }) => route.name)).toEqual(['get'])
  expect(router.find('/api/nope')).toEqual([])
})
