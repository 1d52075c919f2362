import { describe, expect, test } from 'vitest'
import { matchRoute } from '../../src/api/routes.ts'

describe('matchRoute', () => {
  const paths = [
    '/api/user/conversations',
    '/api/user/conversations/',
    '/api/user/conversations///',
    '/api/user/conversation%73',
    '/api%2Fuser/conversations',
  ]

  test.each(paths)('lets GET and HEAD of %s pass', (path) => {
    for (const method of ['GET', 'HEAD']) expect(matchRoute(method, path)).toBeUndefined()
  })

  test.each(paths)('names the methods of %s to OPTIONS', (path) => {
    expect(matchRoute('OPTIONS', path)).toEqual({
      status: 200,
      headers: { Allow: 'GET,HEAD', 'Content-Type': 'text/html; charset=UTF-8' },
      body: '',
    })
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'BREW'])('refuses %s', (method) => {
    const message = `The ${method} method is not supported for route api/user/conversation%73. Supported methods: GET, HEAD.`
    expect(() => matchRoute(method, '/api/user/conversation%73/')).toThrow(
      expect.objectContaining({ status: 405, message, headers: { Allow: 'GET, HEAD' } }),
    )
  })

  test.each([
    ['/api/nope', 'api/nope'],
    ['/api//user/conversations', 'api//user/conversations'],
    ['/API/user/conversations', 'API/user/conversations'],
    ['/api/user/conversations/1', 'api/user/conversations/1'],
    ['/api/user/conversations%20', 'api/user/conversations%20'],
    ['/api/user%2', 'api/user%2'],
    ['/', '/'],
    ['', '/'],
  ])('knows no route %j', (path, named) => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      expect(() => matchRoute(method, path)).toThrow(
        expect.objectContaining({ status: 404, message: `The route ${named} could not be found.` }),
      )
    }
  })
})
