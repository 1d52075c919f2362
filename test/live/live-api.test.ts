import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { type LiveOptions, openLiveApi, type Question } from '../../src/live/live-api.ts'

const TOKEN = '7|abcdefgh/ijklmnop+qrstuvwxyz0123456789'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/** Starts an API whose answers the test defines. */
async function startServer(handle: Handle) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    response.setHeader('X-Mock-Fault', 'hostile')
    handle(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const options = { token: TOKEN, option: '--live' }

async function answerOf(handle: Handle, question: Question = {}, more: Partial<LiveOptions> = {}) {
  await using server = await startServer(handle)
  return await openLiveApi({ ...options, url: server.url, ...more }).ask(question)
}

const errorOf = (handle: Handle, more: Partial<LiveOptions> = {}): Promise<unknown> =>
  answerOf(handle, {}, more).catch((error: unknown) => error)

const ok: Handle = (_request, response) => response.end('{}')

describe('a URL of an API', () => {
  test.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://APP.example.com:443/', 'https://app.example.com'],
    ['https://app.example.com/api', 'https://app.example.com'],
    ['https://app.example.com/api/user/', 'https://app.example.com'],
    ['https://app.example.com/x/api/user/conversations', 'https://app.example.com/x'],
    ['http://localhost:8000', 'http://localhost:8000'],
    ['http://[::1]:8000', 'http://[::1]:8000'],
  ])('%s leads to %s', (url, base) => {
    expect(openLiveApi({ ...options, url }).base).toBe(base)
  })

  test.each([
    ['app.example.com', '--live "app.example.com" is no URL to ask'],
    ['file:///etc/passwd', 'is no URL to ask'],
    ['https://me:secret@app.example.com', '--live "https://***@app.example.com" is no URL'],
    ['http://app.example.com', 'would send the token unencrypted; give an https URL'],
    ['https://app.example.com/?token=abc', 'must have no query and no fragment; give "https:'],
  ])('%s is refused', (url, message) => {
    expect(() => openLiveApi({ ...options, url })).toThrow(message)
    expect(() => openLiveApi({ ...options, url })).not.toThrow('abc')
  })

  test('may be plain HTTP where that is allowed', () => {
    const url = 'http://mock:4080'
    expect(openLiveApi({ ...options, url, allowsPlainHttp: true }).base).toBe(url)
  })

  test.each(['', 'zwei Wörter', 'a\nb'])('goes with no token such as %j', (token) => {
    const open = () => openLiveApi({ ...options, url: 'http://localhost', token })
    expect(open).toThrow('the token must be visible ASCII characters')
  })
})

describe('a question', () => {
  test('carries what it names, and no Accept of its own', async () => {
    await using server = await startServer(ok)
    const api = openLiveApi({ ...options, url: server.url })
    await api.ask()
    await api.ask({ method: 'OPTIONS', path: '/api/nope', query: 'a=%zz', token: null })
    await api.ask({ query: { per_page: '1', type: 'a b' }, token: 'x', headers: { Accept: '*/*' } })
    const [first, second, third] = server.requests
    expect(first?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` })
    expect(first?.headers).not.toHaveProperty('accept')
    expect([second?.method, second?.url]).toEqual(['OPTIONS', '/api/nope?a=%zz'])
    expect(second?.headers).not.toHaveProperty('authorization')
    expect(third?.url).toBe('/api/user/conversations?per_page=1&type=a+b')
    expect(third?.headers).toMatchObject({ authorization: 'Bearer x', accept: '*/*' })
    expect(api.requests()).toBe(3)
  })

  test('gets headers as they were sent', async () => {
    const answer = await answerOf((_request, response) =>
      response.writeHead(204, ['X-a', '1', 'x-A', '2', 'Set-Cookie', 'c=1']).end(),
    )
    expect(answer).toMatchObject({ status: 204, text: '' })
    const { headers } = answer
    expect(headers.all('X-A')).toEqual(['1', '2'])
    expect(headers.get('x-a')).toBe('1, 2')
    expect(headers.get('nope')).toBeUndefined()
    expect(headers.sent).toContainEqual(['X-a', '2'])
  })

  test('follows no redirect', async () => {
    const answer = await answerOf((_request, response) =>
      response.writeHead(302, { Location: 'http://127.0.0.1:1/elsewhere' }).end('moved'),
    )
    expect(answer).toMatchObject({ status: 302, text: 'moved' })
  })

  test('is one of an API that repeats the token in every spelling, and does not show it', async () => {
    const secret = TOKEN.slice(2)
    const spellings = [TOKEN, secret, encodeURIComponent(TOKEN), TOKEN.replaceAll('/', '\\/')]
    const encoded = [Buffer.from(TOKEN), Buffer.from(`Bearer ${TOKEN}`)].map((bytes) =>
      bytes.toString('base64'),
    )
    for (const text of [...spellings, ...encoded]) {
      const answer = await answerOf((_request, response) =>
        response.writeHead(401, { 'X-Echo': text }).end(`{"message":"bad ${text}"}`),
      )
      const shown = `${JSON.stringify(answer)} ${answer.bytes.toString()}`
      expect(shown).toContain('***')
      expect(shown).not.toContain(text)
    }
  })
})

describe('an API that cannot be asked is told in one sentence:', () => {
  const failures: [string, Handle, string, Partial<LiveOptions>?][] = [
    [
      'an answer without end',
      (_request, response) => {
        const more = () => response.write('x'.repeat(65_536), () => setImmediate(more))
        more()
      },
      'has no answer (it goes on after 100000 bytes); is it running, and is --live right?',
      { limits: { bytes: 100_000 } },
    ],
    [
      'an answer that drips',
      (_request, response) => void response.write('x'),
      'has no answer (not within 0.05 s)',
      { limits: { seconds: 0.05 } },
    ],
    ['a closed connection', (request) => request.socket.destroy(), 'has no answer ('],
    [
      'a connection that breaks off',
      (request, response) => response.write('{"da', () => request.socket.destroy()),
      'has no answer (',
    ],
    [
      'another protocol',
      (request) => request.socket.end('SSH-2.0-OpenSSH_9\r\n\r\n'),
      'has no answer (it does not speak HTTP)',
    ],
    [
      'a wait that is too long',
      (_request, response) => response.writeHead(429, { 'Retry-After': '3600' }).end(),
      'answers 429 and asks to wait 3600 s, longer than the 60 s that are waited; try later',
    ],
    [
      'refusals again and again',
      (_request, response) => response.writeHead(503, { 'Retry-After': '0' }).end(),
      'still answers 503 when asked 6 times; try again later',
    ],
  ]

  test.each(failures)('%s', async (_title, handle, message, more = {}) => {
    const kind = message.includes('asks to wait') ? 'budget' : 'failed'
    const error = await errorOf(handle, more)
    expect(error).toMatchObject({ name: 'LiveError', kind })
    expect(String(error)).toContain(`/api/user/conversations ${message}`)
    expect(String(error)).not.toContain(TOKEN)
  })

  test('https where plain HTTP is spoken', async () => {
    await using server = await startServer(ok)
    const api = openLiveApi({ ...options, url: server.url.replace('http:', 'https:') })
    await expect(api.ask()).rejects.toThrow('does not speak https')
  })
})

test('a connection that ends by chance is tried once more', async () => {
  let count = 0
  const answer = await answerOf((request, response) => {
    if (++count === 1) request.socket.destroy()
    else response.end('{}')
  })
  expect(answer).toMatchObject({ status: 200 })
})

describe('a budget', () => {
  test('ends the questions, repeated ones included', async () => {
    let left = 1
    await using server = await startServer((_request, response) =>
      response.writeHead(left-- > 0 ? 429 : 200, { 'Retry-After': '0' }).end(),
    )
    const budget = { requests: 3, milliseconds: 60_000 }
    const api = openLiveApi({ ...options, url: server.url, budget })
    expect(await api.ask()).toMatchObject({ status: 200, requests: 2 })
    await api.ask()
    await expect(api.ask()).rejects.toMatchObject({ kind: 'budget' })
    expect(server.requests).toHaveLength(3)
  })

  test('of time is not waited beyond', async () => {
    const budget = { requests: 3, milliseconds: 5000 }
    const error = await errorOf(
      (_request, response) => response.writeHead(429, { 'Retry-After': '6' }).end(),
      { budget },
    )
    expect(error).toMatchObject({ kind: 'budget' })
    expect(String(error)).toContain('would take longer than 5 s, the budget of time')
  })
})

describe('a pause', () => {
  test('lies between two requests', async () => {
    const waits: number[] = []
    const wait = async (milliseconds: number) => waits.push(milliseconds)
    await using server = await startServer(ok)
    const api = openLiveApi({ ...options, url: server.url, pause: 250, wait })
    for (let number = 0; number < 3; number++) await api.ask()
    expect(waits).toEqual([250, 250])
  })

  test.each([
    ['an answer', (() => undefined) satisfies Handle],
    [
      'a wait',
      ((_request, response) =>
        response.writeHead(429, { 'Retry-After': '30' }).end()) satisfies Handle,
    ],
  ])('and %s end with the signal', async (_title, handle) => {
    const stopping = new AbortController()
    await using server = await startServer((request, response) => {
      handle(request, response)
      setImmediate(() => stopping.abort())
    })
    const api = openLiveApi({ ...options, url: server.url, signal: stopping.signal })
    await expect(api.ask()).rejects.toMatchObject({ kind: 'stopped' })
    await expect(api.ask()).rejects.toMatchObject({ kind: 'stopped' })
    expect(server.requests).toHaveLength(1)
  })
})
