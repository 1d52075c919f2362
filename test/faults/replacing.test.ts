import { describe, expect, test } from 'vitest'
import type { Answer } from '../../src/laravel/http.ts'
import type { FaultInput } from '../../src/faults/fault.ts'
import { createFaults } from '../../src/faults/faults.ts'
import { arm, asking, type Asking, NOW, requirePlan, plan } from './asking.ts'

const middleware = { 'Cache-Control': 'no-cache, private', 'Access-Control-Allow-Origin': '*' }

const limits = { 'X-RateLimit-Limit': '60', 'X-RateLimit-Remaining': '0' }

/** The answer that an effect gives instead of Laravel. */
function replace(effect: FaultInput['effect'], query = '', asked: Asking = {}): Answer | undefined {
  const faults = createFaults()
  arm(faults, { effect })
  return requirePlan(faults, asking(query, asked)).replace
}

describe('status', () => {
  test.each<[number, string, Record<string, string>?]>([
    [400, '{\n    "message": ""\n}'],
    [401, '{"message":"Unauthenticated."}'],
    [403, '{\n    "message": "This action is unauthorized."\n}'],
    [404, '{\n    "message": "The route api/user/conversations could not be found."\n}'],
    [419, '{\n    "message": "CSRF token mismatch."\n}'],
    [500, '{\n    "message": "Server Error"\n}'],
    [502, '{\n    "message": ""\n}'],
    [
      422,
      '{"message":"The selected type is invalid.","errors":{"type":["The selected type is invalid."]}}',
    ],
    [
      429,
      '{\n    "message": "Too Many Attempts."\n}',
      { ...limits, 'Retry-After': '60', 'X-RateLimit-Reset': String(NOW + 60) },
    ],
    [503, '{\n    "message": "Service Unavailable"\n}'],
  ])("%i has Laravel's body", (status, body, headers = {}) => {
    const expected = { ...middleware, ...headers, 'Content-Type': 'application/json' }
    expect(replace({ type: 'status', status })).toEqual({ status, headers: expected, body })
  })

  test.each([
    [403, 'Forbidden'],
    [419, 'Page Expired'],
    [502, 'An Error Occurred: Bad Gateway'],
    [503, 'Service Unavailable'],
  ])('%i is a page for browsers', (status, title) => {
    const answer = replace({ type: 'status', status }, '', { wantsJson: false })
    expect(answer).toMatchObject({
      status,
      headers: { ...middleware, 'Content-Type': 'text/html; charset=UTF-8' },
    })
    expect(answer?.body).toContain(`<title>${title}</title>`)
  })

  test.each([
    [200, { 'Content-Type': 'text/html; charset=UTF-8' }],
    [302, { 'Content-Type': 'text/html; charset=UTF-8', Location: '/login' }],
    [204, {}],
    [304, {}],
  ])('%i has no body by itself', (status, headers) => {
    expect(replace({ type: 'status', status })).toEqual({
      status,
      headers: { ...middleware, ...headers },
      body: '',
    })
  })

  test.each<[unknown, string, string]>([
    ['ä', 'text/html; charset=UTF-8', 'Ã¤'],
    ['', 'text/html; charset=UTF-8', ''],
    [{ error: 'ä' }, 'application/json', '{"error":"Ã¤"}'],
    [null, 'application/json', 'null'],
    [[], 'application/json', '[]'],
  ])('gives the body %j as bytes', (body, type, bytes) => {
    expect(replace({ type: 'status', status: 200, body })).toEqual({
      status: 200,
      headers: { ...middleware, 'Content-Type': type },
      body: bytes,
    })
  })

  test('gives a type and headers in place of those that were there', () => {
    const headers = { 'cache-control': 'no-store', 'X-Trace': '1' }
    expect(
      replace({ type: 'status', status: 500, body: 'x', content_type: 'text/plain', headers })
        ?.headers,
    ).toEqual({
      'Access-Control-Allow-Origin': '*',
      'Content-Type': 'text/plain',
      'cache-control': 'no-store',
      'X-Trace': '1',
    })
  })

  test('does not send a browser to the login when a body is given', () => {
    const answer = replace({ type: 'status', status: 401, body: 'no' }, '', { wantsJson: false })
    expect(answer).toMatchObject({ status: 401, body: 'no' })
    expect(answer?.headers).not.toHaveProperty('Location')
  })
})

describe('rate_limit', () => {
  test.each<[object, object]>([
    [{}, { 'Retry-After': '60', 'X-RateLimit-Reset': String(NOW + 60) }],
    [{ retry_after: 0 }, { 'Retry-After': '0', 'X-RateLimit-Reset': String(NOW) }],
    [
      { retry_after: 30, form: 'date' },
      { 'Retry-After': 'Sat, 25 Jan 2025 14:30:30 GMT', 'X-RateLimit-Reset': String(NOW + 30) },
    ],
    [
      { retry_after: 5, form: 'negative' },
      { 'Retry-After': '-5', 'X-RateLimit-Reset': String(NOW + 5) },
    ],
    [
      { retry_after: 0, form: 'negative' },
      { 'Retry-After': '-1', 'X-RateLimit-Reset': String(NOW) },
    ],
    [{ form: 'missing' }, { 'X-RateLimit-Reset': String(NOW + 60) }],
    [
      { limit: 5 },
      { 'Retry-After': '60', 'X-RateLimit-Limit': '5', 'X-RateLimit-Reset': String(NOW + 60) },
    ],
  ])('%j', (effect, headers) => {
    expect(replace({ type: 'rate_limit', ...effect })).toEqual({
      status: 429,
      headers: { ...middleware, ...limits, ...headers, 'Content-Type': 'application/json' },
      body: '{\n    "message": "Too Many Attempts."\n}',
    })
  })
})

describe('maintenance', () => {
  test.each([true, false])('is a page, also when JSON is expected (%s)', (wantsJson) => {
    const answer = replace({ type: 'maintenance', retry_after: 90 }, '', { wantsJson })
    expect(answer).toMatchObject({ status: 503 })
    expect(answer?.headers).toEqual({
      ...middleware,
      'Retry-After': '90',
      'Content-Type': 'text/html; charset=UTF-8',
    })
    expect(answer?.body).toContain('<title>Service Unavailable</title>')
  })
})

describe('expired_cursor', () => {
  test('is a validation error of the cursor', () => {
    expect(replace({ type: 'expired_cursor' }, 'cursor=abc')).toMatchObject({
      status: 422,
      body: '{"message":"The cursor has expired.","errors":{"cursor":["The cursor has expired."]}}',
    })
  })

  test.each([400, 404, 410] as const)('is a plain failure with %i', (status) => {
    expect(
      replace({ type: 'expired_cursor', status, message: 'Gone.' }, 'cursor=abc'),
    ).toMatchObject({
      status,
      body: '{\n    "message": "Gone."\n}',
    })
  })

  test.each<[string, Asking]>([
    ['', {}],
    ['cursor=', {}],
    ['cursor[]=a', {}],
    ['cursor=abc', { edition: 'nicecall' }],
    ['cursor=abc', { user: null }],
    ['cursor=abc', { path: '/api/nope' }],
  ])('leaves ?%s %j alone', (query, asked) => {
    const faults = createFaults()
    arm(faults, { effect: { type: 'expired_cursor' } })
    expect(plan(faults, asking(query, asked))).toBeUndefined()
  })
})
