import { describe, expect, test } from 'vitest'
import { type FailureContext, renderFailure } from '../../src/laravel/failure-page.ts'
import {
  badRequest,
  type Failure,
  invalid,
  malformedUrl,
  methodNotAllowed,
  routeNotFound,
  serverError,
  tooManyAttempts,
  unauthenticated,
} from '../../src/laravel/errors.ts'

const asPage = {
  wantsJson: false,
  root: 'http://app.example',
  referer: undefined,
} satisfies FailureContext
const asJson = { ...asPage, wantsJson: true } satisfies FailureContext

const broken = invalid(
  new Map([
    ['per_page', ['A "1"', 'B/2']],
    ['type', ['C ä']],
  ]),
)

describe('for those who expect JSON', () => {
  test.each<[string, Failure, number, string]>([
    ['401', unauthenticated(), 401, '{"message":"Unauthenticated."}'],
    [
      '422',
      broken,
      422,
      String.raw`{"message":"A \"1\" (and 2 more errors)","errors":{"per_page":["A \"1\"","B\/2"],"type":["C \u00e4"]}}`,
    ],
    [
      '404',
      routeNotFound('api/nope'),
      404,
      '{\n    "message": "The route api/nope could not be found."\n}',
    ],
    ['400', badRequest(), 400, '{\n    "message": "Bad request."\n}'],
    ['400 for a URL', malformedUrl(), 400, '{\n    "message": "Malformed URL."\n}'],
    ['500', serverError(), 500, '{\n    "message": "Server Error"\n}'],
  ])('%s', (_, failure, status, body) => {
    expect(renderFailure(failure, asJson)).toEqual({
      status,
      headers: { 'Content-Type': 'application/json' },
      body,
    })
  })

  test('quotes a route with its backslashes and quotes', () => {
    expect(renderFailure(routeNotFound('a\\/"b'), asJson).body).toContain(
      String.raw`The route a\\/\"b could`,
    )
  })

  test('keeps the headers of the failure under their names', () => {
    expect(renderFailure(methodNotAllowed('POST', 'x'), asJson).headers).toEqual({
      Allow: 'GET, HEAD',
      'Content-Type': 'application/json',
    })
  })
})

describe('for browsers', () => {
  test.each<[Failure, string]>([
    [routeNotFound('api/nope'), 'Not Found'],
    [methodNotAllowed('POST', 'x'), 'An Error Occurred: Method Not Allowed'],
    [tooManyAttempts({}), 'Too Many Requests'],
    [serverError(), 'Server Error'],
    [badRequest(), 'An Error Occurred: Bad Request'],
  ])('%s is a page', (failure, title) => {
    const { status, headers, body } = renderFailure(failure, asPage)
    expect(status).toBe(failure.status)
    expect(headers['Content-Type']).toBe('text/html; charset=UTF-8')
    expect(body).toContain(`<title>${title}</title>`)
    expect(body).not.toContain('api/nope')
  })

  test('writes the headers of the failure in lower case', () => {
    const { headers } = renderFailure(tooManyAttempts({ 'Retry-After': '5' }), asPage)
    expect(headers).toEqual({ 'retry-after': '5', 'Content-Type': 'text/html; charset=UTF-8' })
  })

  test('sends whoever has no token to the login', () => {
    const { status, headers, body } = renderFailure(unauthenticated(), {
      ...asPage,
      referer: 'https://elsewhere.example/',
    })
    expect({ status, headers }).toEqual({
      status: 302,
      headers: { Location: 'http://app.example/login', 'Content-Type': 'text/html; charset=utf-8' },
    })
    expect(body).toContain('<title>Redirecting to http://app.example/login</title>')
  })
})

describe('where invalid input is sent back to', () => {
  test.each([
    [undefined, 'http://app.example'],
    ['', 'http://app.example'],
    ['/', 'http://app.example'],
    ['/some/page?x=1', 'http://app.example/some/page?x=1'],
    ['some//page//', 'http://app.example/some//page'],
    ['?x=1', 'http://app.example?x=1'],
    ['/?x=/', 'http://app.example?x=/'],
    ['not a url', 'http://app.example/not a url'],
    ['http://app.example/a', 'http://app.example/a'],
    ['https://evil.example/x', 'https://evil.example/x'],
    ['https://not a url', 'https://not a url'],
    ['//evil.example', '//evil.example'],
    ['#top', '#top'],
    ['mailto:a@b.example', 'mailto:a@b.example'],
    ['ftp://files.example/x', 'ftp://files.example/x'],
    ['javascript:alert(1)', 'http://app.example/javascript:alert(1)'],
    ['HTTPS:relative', 'http://app.example/HTTPS:relative'],
  ])('the Referer %j gives %s', (referer, location) => {
    expect(renderFailure(broken, { ...asPage, referer })).toMatchObject({
      status: 302,
      headers: { Location: location },
    })
  })

  test('escapes the address in the page', () => {
    const { body } = renderFailure(broken, {
      ...asPage,
      referer: `https://evil.example/"'<script>&`,
    })
    expect(body).toContain('<a href="https://evil.example/&quot;&#039;&lt;script&gt;&amp;">')
    expect(body).not.toContain('<script>')
  })
})
