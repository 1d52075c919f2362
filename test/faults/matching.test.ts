import { describe, expect, test } from 'vitest'
import type { Match } from '../../src/faults/fault.ts'
import { createFaults } from '../../src/faults/faults.ts'
import { arm, asking, type Asking, serverError, plan } from './asking.ts'

/** Whether a fault with this match strikes a request. */
function isStruck(match: Match, query: string, asked: Asking = {}): boolean {
  const faults = createFaults()
  arm(faults, { match, effect: serverError })
  return plan(faults, asking(query, asked)) !== undefined
}

describe('what fits', () => {
  test.each<[Match, string, Asking?]>([
    [{}, '', { user: null, path: '/nope', method: 'DELETE' }],
    [{ token: 11 }, ''],
    [{ token: 'key 11' }, ''],
    [{ method: 'HEAD' }, '', { method: 'HEAD' }],
    [{ path: '/api/nope' }, 'a=b', { path: '/api/nope' }],
    [{ parameters: { type: 'widget' } }, 'type=+widget+'],
    [{ parameters: { type: 'widget', per_page: '2' } }, 'per_page=2&type=widget'],
    [{ parameters: { type: null } }, 'type='],
    [{ parameters: { type: null } }, ''],
    [{ parameters: { customer_phone: 'ä' } }, 'customer_phone=%C3%A4'],
    [{ cursor: true }, 'cursor=anything'],
    [{ cursor: true }, 'cursor=anything', { edition: 'nicecall' }],
    [{ cursor: false }, 'cursor='],
    [{ cursor: false }, ''],
    [{ cursor: 'abc' }, 'cursor=abc'],
    [{ page: 1 }, ''],
    [{ page: 1 }, 'page=x'],
    [{ page: 2 }, 'page=+2'],
    [{ paginator: 'page' }, ''],
    [{ paginator: 'page' }, 'cursor=', { edition: 'nicecall' }],
    [{ paginator: 'cursor' }, '', { edition: 'autocalls' }],
    [{ paginator: 'cursor' }, 'cursor='],
    [{ page: 1 }, '', { path: '/api/user/conversations/', method: 'HEAD' }],
  ])('%j fits ?%s %j', (match, query, asked) => {
    expect(isStruck(match, query, asked)).toBe(true)
  })
})

describe('what does not fit', () => {
  test.each<[Match, string, Asking?]>([
    [{ token: 12 }, ''],
    [{ token: 'key 12' }, ''],
    [{ token: 11 }, '', { user: null }],
    [{ method: 'GET' }, '', { method: 'HEAD' }],
    [{ path: '/api/user/conversations' }, '', { path: '/api/user/conversations/' }],
    [{ parameters: { type: 'widget' } }, 'type=api'],
    [{ parameters: { type: 'widget', per_page: '2' } }, 'type=widget'],
    [{ parameters: { type: null } }, 'type=api'],
    [{ parameters: { type: 'widget' } }, 'type[]=widget'],
    [{ parameters: { type: null } }, 'type[]=widget'],
    [{ cursor: true }, 'cursor='],
    [{ cursor: false }, 'cursor=a'],
    [{ cursor: 'abc' }, 'cursor=abcd'],
    [{ page: 2 }, 'page=2', { edition: 'autocalls' }],
    [{ page: 2 }, 'page=2&cursor='],
    [{ page: 2 }, 'page=2', { user: null }],
    [{ page: 2 }, 'page=2', { path: '/api/nope' }],
    [{ paginator: 'page' }, '', { method: 'POST' }],
    [{ paginator: 'cursor' }, ''],
    [{ token: 11, method: 'GET', page: 1, parameters: { type: 'api' } }, 'page=1'],
  ])('%j does not fit ?%s %j', (match, query, asked) => {
    expect(isStruck(match, query, asked)).toBe(false)
  })

  test('parameters of a query that PHP refuses for its size', () => {
    const query = Array.from({ length: 1001 }, (_, index) => `a${index}=1`).join('&')
    expect(isStruck({ parameters: { a1: '1' } }, query)).toBe(false)
    expect(isStruck({}, query)).toBe(true)
  })
})
