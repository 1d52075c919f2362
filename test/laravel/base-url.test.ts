import { describe, expect, test } from 'vitest'
import { createBaseUrl } from '../../src/laravel/base-url.ts'

const trusting = createBaseUrl({ trustProxies: true })
const direct = createBaseUrl({ trustProxies: false })

describe('the Host', () => {
  test.each([
    ['localhost', 'http://localhost'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['API.Example.COM', 'http://api.example.com'],
    ['example.com:80', 'http://example.com'],
    ['example.com:0080', 'http://example.com'],
    ['example.com:443', 'http://example.com:443'],
    ['example.com:', 'http://example.com:'],
    ['example.com:abc', 'http://example.com:abc:0'],
    ['example.com.', 'http://example.com.'],
    ['my_host.example', 'http://my_host.example'],
    ['[::1]', 'http://[::1]'],
    ['[::1]:9000', 'http://[::1]:9000'],
    ['[2001:DB8::1]:80', 'http://[2001:db8::1]'],
    [' example.com ', 'http://example.com'],
  ])('%j gives %s', (host, root) => {
    expect(direct.rootOf({ host })).toBe(root)
    expect(trusting.rootOf({ host })).toBe(root)
  })

  test.each([
    'exa mple.com',
    'example.com/x',
    'exa"mple.com',
    "exa'mple.com",
    '100%',
    'user@example.com',
    'a..b',
    'a,b',
    '\u00e4.example',
    'x[::1]',
    '.',
    '*',
  ])('%j cannot be one', (host) => {
    for (let time = 1; time <= 2; time++)
      expect(() => direct.rootOf({ host })).toThrow('Bad request.')
  })
})

describe('forwarded headers of trusted proxies', () => {
  const host = 'inner:8080'

  test.each([
    ['the scheme', { 'x-forwarded-proto': 'https' }, 'https://inner:8080'],
    ['the scheme in capitals', { 'x-forwarded-proto': 'HTTPS' }, 'https://inner:8080'],
    ['other words for https', { 'x-forwarded-proto': 'on' }, 'https://inner:8080'],
    ['an unknown scheme as http', { 'x-forwarded-proto': 'wss' }, 'http://inner:8080'],
    ['the first of several schemes', { 'x-forwarded-proto': 'https, http' }, 'https://inner:8080'],
    [
      'the host without its own port',
      { 'x-forwarded-host': 'Outer.Example' },
      'http://outer.example',
    ],
    [
      'the host with its port',
      { 'x-forwarded-host': 'outer.example:81' },
      'http://outer.example:81',
    ],
    [
      'the first of several hosts',
      { 'x-forwarded-host': 'a.example, b.example' },
      'http://a.example',
    ],
    ['an IPv6 host', { 'x-forwarded-host': '[::1]:81' }, 'http://[::1]:81'],
    [
      'the port before that of the host',
      { 'x-forwarded-host': 'a:81', 'x-forwarded-port': '82' },
      'http://a:82',
    ],
    ['the first of several ports', { 'x-forwarded-port': '82, 83' }, 'http://inner:82'],
    [
      'the default port of the scheme',
      { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
      'https://inner',
    ],
    [
      'the default port of the other scheme',
      { 'x-forwarded-proto': 'https', 'x-forwarded-port': '80' },
      'https://inner:80',
    ],
    ['the prefix', { 'x-forwarded-prefix': '/v9/' }, 'http://inner:8080/v9'],
    ['the first of several prefixes', { 'x-forwarded-prefix': '/a, /b' }, 'http://inner:8080/a'],
    ['nothing of Forwarded', { forwarded: 'proto=https;host=outer.example' }, 'http://inner:8080'],
  ])('take %s', (_, headers, root) => {
    expect(trusting.rootOf({ host, ...headers })).toBe(root)
  })

  test('refuse a host that cannot be one', () => {
    expect(() => trusting.rootOf({ host, 'x-forwarded-host': 'a b' })).toThrow('Bad request.')
  })

  test.each(['x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-prefix'])(
    'count for nothing without trust: %s',
    (name) => {
      expect(direct.rootOf({ host, [name]: 'https' })).toBe('http://inner:8080')
    },
  )
})

test('does not mix up hosts, however many there are', () => {
  const hosts = Array.from({ length: 2100 }, (_, index) => `h${index}.example`)
  for (const host of [...hosts, ...hosts]) expect(direct.rootOf({ host })).toBe(`http://${host}`)
})

test('the origin is the root without the prefix', () => {
  const headers = {
    host: 'inner:8080',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'outer.example',
    'x-forwarded-prefix': '/p',
  }
  expect([trusting.rootOf(headers), trusting.originOf(headers)]).toEqual([
    'https://outer.example/p',
    'https://outer.example',
  ])
  expect([direct.rootOf(headers), direct.originOf(headers)]).toEqual([
    'http://inner:8080',
    'http://inner:8080',
  ])
})
