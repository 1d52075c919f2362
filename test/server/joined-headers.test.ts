// The expected values come from $_SERVER in PHP 8.2's built-in web server.

import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { PATH, start } from '../api/asking.ts'

const mock = await start()
const trusting = await start({ trustProxies: true })

type Received = { readonly status: number | undefined; readonly body: string }

/** Sends headers unchanged. `headers`: names and values alternate, and a name may repeat. */
function send(
  headers: readonly string[],
  { url = mock.url, method = 'GET', body = '' } = {},
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${PATH}`,
      { method, headers: [...headers, 'Content-Length', String(body.length)] },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode, body: text }))
      },
    )
    sent.on('error', reject).end(body)
  })
}

const good = ['Authorization', 'Bearer combined']
const bad = ['authorization', 'Bearer wrong']
const host = ['Host', 'one']

describe('two Authorization headers', () => {
  test.each([
    ['the last token counts', [...bad, ...good], 200],
    ['and no other', [...good, ...bad], 401],
    ['one without a token does not hide the other', [...good, 'Authorization', 'Basic YTpi'], 200],
    ['nor does an empty one', [...good, 'AUTHORIZATION', ''], 200],
    ['the last of three', [...bad, ...bad, ...good], 200],
  ])('%s', async (_, headers, status) => {
    expect((await send([...host, ...headers])).status).toBe(status)
  })
})

describe('other headers that come twice', () => {
  test('a Host that is two is none', async () => {
    expect((await send(['Host', 'one', 'Host', 'two', ...good])).status).toBe(400)
  })

  test('a body is JSON when either type says so', async () => {
    const types = ['Content-Type', 'text/plain', 'Content-Type', 'application/json']
    const { body } = await send([...host, ...good, ...types], { body: '{"per_page":1}' })
    expect(JSON.parse(body)).toMatchObject({ per_page: 1 })
  })

  test('the types of two Accept headers are those of one', async () => {
    const negotiated = await start({ jsonErrors: 'negotiated' })
    const accept = ['Accept', 'text/html;q=0.5', 'Accept', 'application/json']
    expect((await send([...host, ...accept], { url: negotiated.url })).status).toBe(401)
  })

  test('the first forwarded host counts', async () => {
    const forwarded = ['X-Forwarded-Host', 'first.example', 'X-Forwarded-Host', 'second.example']
    const { body } = await send([...host, ...good, ...forwarded], { url: trusting.url })
    expect(JSON.parse(body)).toMatchObject({ path: `http://first.example${PATH}` })
  })

  test('two method overrides are none that there is', async () => {
    const override = ['X-HTTP-Method-Override', 'GET', 'X-HTTP-Method-Override', 'GET']
    expect((await send([...host, ...good, ...override], { method: 'POST' })).status).toBe(400)
  })
})
