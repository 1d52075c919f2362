import { describe, expect, test } from 'vitest'
import { ask, start } from './asking.ts'

const negotiated = await start({ jsonErrors: 'negotiated' })
const always = await start()

describe('the page that a client without a token is sent to', () => {
  test('is where the redirect leads', async () => {
    const refused = await ask(negotiated, '', { key: 'wrong' })
    expect([refused.status, refused.headers.get('location')]).toEqual([
      302,
      `${negotiated.url}/login`,
    ])
    const page = await fetch(String(refused.headers.get('location')))
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=UTF-8',
    ])
    expect(await page.text()).toMatch(/^<!DOCTYPE html>.*<title>Log in<\/title>.*<\/html>\n$/s)
  })

  test('is what a client gets that follows redirects', async () => {
    const page = await fetch(`${negotiated.url}/api/user/conversations`, { redirect: 'follow' })
    expect([page.status, page.url]).toEqual([200, `${negotiated.url}/login`])
  })

  test('belongs to the web and not to the API: no CORS header, no limit, no token', async () => {
    const page = await ask(negotiated, '', { path: '/login' })
    expect(page.headers.get('cache-control')).toBe('no-cache, private')
    expect([...page.headers.keys()].filter((name) => /^(?:access|x)-/.test(name))).toEqual([])
  })

  test.each(['/login/', '/logi%6E', '/login?next=x'])('answers %s', async (target) => {
    expect((await fetch(negotiated.url + target)).status).toBe(200)
  })

  test.each(['/Login', '/login/x', '//login'])('does not answer %s', async (target) => {
    expect((await fetch(negotiated.url + target)).status).toBe(404)
  })

  test('answers HEAD without a body and OPTIONS with the methods', async () => {
    const head = await ask(negotiated, '', { path: '/login', method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const options = await ask(negotiated, '', { path: '/login', method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow'), await options.text()]).toEqual([
      200,
      'GET,HEAD',
      '',
    ])
  })

  test('refuses other methods as every route does', async () => {
    const asked = { path: '/login', method: 'POST', headers: { Accept: 'application/json' } }
    const response = await ask(negotiated, '', asked)
    expect([
      response.status,
      response.headers.get('allow'),
      JSON.parse(await response.text()),
    ]).toEqual([
      405,
      'GET, HEAD',
      {
        message: 'The POST method is not supported for route login. Supported methods: GET, HEAD.',
      },
    ])
  })

  test('is not there where nobody is sent to it', async () => {
    expect((await ask(always, '', { path: '/login' })).status).toBe(404)
  })
})
