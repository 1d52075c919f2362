import { describe, expect, test } from 'vitest'
import { isUrl } from '../../src/laravel/url-rule.ts'

describe('isUrl', () => {
  test.each([
    'http://localhost',
    'http://localhost:3000/hook',
    'https://example.com:99999',
    'HTTPS://EXAMPLE.COM',
    'chrome-extension://abcdef',
    'z39.50r://host',
    'coap+tcp://host',
    'https://user@example.com',
    'https://user:pa%20ss@example.com',
    'https://ex_ample.com',
    'https://-example.com',
    'https://.example.com',
    'https://example..com.',
    'https://a+b.com',
    'https://münchen.de/straße?größe=1#ende',
    'https://I❤.ws',
    'https://xn--mnchen-3ya.de',
    'https://a.xn--p1ai-',
    'https://999.999.999.999',
    'http://[::1]/x',
    'http://[2001:db8::ffff:1.2.3.4]:80',
    "https://example.com/a//b;c=1,@:!$&'()*+~",
    'https://example.com?a[]=1&b=/?',
    'https://example.com#/?x',
    `https://example.com/${'a'.repeat(100_000)}`,
  ])('takes %s', (text) => {
    expect(isUrl(text)).toBe(true)
  })

  test.each([
    '',
    '0',
    'hook',
    'example.com',
    '//example.com',
    'https:example.com',
    'https:/example.com',
    'https://',
    'https:///x',
    'https://a',
    'https://a.',
    'https://example.com:',
    'https://example.com:x',
    'https://:@example.com',
    'https://user:@example.com',
    'https://:pass@example.com',
    'https://a,b.com',
    'https://*.example.com',
    'https://example.com-',
    'https://xn--a-',
    'https://exa%6Dple.com',
    'http://[::1%25eth0]/x',
    'http://[::g]',
    'http://[1.2.3.4]',
    'https://example.com/a b',
    'https://example.com/[a]',
    'https://example.com/{a}',
    'https://example.com/a|b',
    'https://example.com/🙂',
    'https://example.com/%zz',
    'https://example.com?a=<b>',
    'https://example.com#a#b',
    'https://example.com#[a]',
    'javascript://example.com',
    'slack://example.com',
    'foo://example.com',
  ])('refuses %s', (text) => {
    expect(isUrl(text)).toBe(false)
  })

  test('needs no long time for a long host', () => {
    expect(isUrl(`https://${'xn--'.repeat(200_000)}_`)).toBe(false)
  })
})
