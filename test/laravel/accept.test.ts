import { describe, expect, test } from 'vitest'
import { acceptableTypes, expectsJson } from '../../src/laravel/accept.ts'

describe('expectsJson by Accept', () => {
  test.each([
    'application/json',
    'APPLICATION/JSON',
    'text/json',
    'application/vnd.api+json',
    'application/problem+JSON; charset=utf-8',
    'application/json;q=0',
    'application/json, text/html',
    'text/html;q=0.5, application/json',
    'application/json-patch',
    ',,application/json',
  ])('%s is for JSON', (accept) => {
    expect(expectsJson({ accept })).toBe(true)
  })

  test.each([
    '',
    '*/*',
    '*',
    'application/*',
    'text/html',
    'text/html, application/json',
    'application/json;q=0.9, text/html',
    'application/xml',
    'application/javascript',
    'json',
    'text/html;x="application/json"',
  ])('%j is not for JSON', (accept) => {
    expect(expectsJson({ accept })).toBe(false)
  })
})

describe('expectsJson of a script in a browser', () => {
  const ajax = { 'x-requested-with': 'XMLHttpRequest' }

  test.each([
    ['without Accept', {}],
    ['any type', { accept: '*/*' }],
    ['any type before others', { accept: '*/*, text/html' }],
    ['a star alone', { accept: '*' }],
    ['an empty Accept', { accept: '' }],
    ['X-PJAX: 0', { 'x-pjax': '0' }],
    ['an empty X-PJAX', { 'x-pjax': '' }],
    ['JSON, even with X-PJAX', { accept: 'application/json', 'x-pjax': 'true' }],
  ])('%s is for JSON', (_, headers) => {
    expect(expectsJson({ ...ajax, ...headers })).toBe(true)
  })

  test.each([
    ['a page', { accept: 'text/html' }],
    ['a page before any type', { accept: 'text/html, */*' }],
    ['any subtype', { accept: 'application/*' }],
    ['X-PJAX', { accept: '*/*', 'x-pjax': 'true' }],
    ['another spelling of the header', { 'x-requested-with': 'xmlhttprequest' }],
  ])('%s is not for JSON', (_, headers) => {
    expect(expectsJson({ ...ajax, ...headers })).toBe(false)
  })
})

describe('acceptableTypes', () => {
  test.each([
    ['', []],
    ['a/b', ['a/b']],
    [' a/b ;x=1 , c/d', ['a/b', 'c/d']],
    ['a/b;q=0.1, c/d;q=0.9, e/f', ['e/f', 'c/d', 'a/b']],
    ['a/b;q=0.5, c/d;q=0.5, e/f;q=0.5', ['a/b', 'c/d', 'e/f']],
    ['a/b;Q=0.5, c/d', ['c/d', 'a/b']],
    ['a/b; q = 0.5, c/d;q="0.7"', ['c/d', 'a/b']],
    ['a/b;q=high, c/d;q=0.1', ['c/d', 'a/b']],
    ['a/b;q=2, c/d', ['a/b', 'c/d']],
    ['a/b;q=-1, c/d;q=0', ['c/d', 'a/b']],
    ['a/b;x="1,2;q=0", c/d;q=0.5', ['a/b', 'c/d']],
    [String.raw`a/b;x="\",c/d", e/f`, ['a/b', 'e/f']],
  ])('sorts %j', (accept, expected) => {
    expect(acceptableTypes(accept)).toEqual(expected)
  })
})
