import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../../src/exchange/delivery.ts'
import { createDeliverer, type Deliverer } from '../../src/server/delivery.ts'

const BODY = '{"data":["Ã¤"]}'
const DATE = 'Sat, 25 Jan 2025 14:30:00 GMT'

const whole: Delivery = {
  answer: {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'X-Any': 'thing' },
    body: BODY,
  },
  date: DATE,
  delay: 0,
}

/** The deliveries by request path. */
const deliveries: Record<string, Delivery> = {
  '/whole': whole,
  '/dated': { ...whole, date: 'never', answer: { ...whole.answer, body: '[]' } },
  '/late': { ...whole, delay: 20 },
  '/later': { ...whole, delay: 60_000 },
  '/slow': { ...whole, bytesPerSecond: 200 },
  '/slower': { ...whole, bytesPerSecond: 1 },
  '/cut': { ...whole, cutAt: 3 },
  '/headers': { ...whole, cutAt: 0 },
  '/slow-cut': { ...whole, bytesPerSecond: 1000, cutAt: 3 },
  '/late-cut': { ...whole, delay: 20, cutAt: 3 },
  '/reset': { ...whole, end: 'reset' },
  '/late-reset': { ...whole, delay: 20, end: 'reset' },
  '/empty': { ...whole, end: 'empty' },
  '/no-content': {
    ...whole,
    answer: { ...whole.answer, status: 204 },
    bytesPerSecond: 1,
    cutAt: 1,
  },
  '/unmodified': { ...whole, answer: { ...whole.answer, status: 304 } },
  '/unsendable': { ...whole, answer: { ...whole.answer, headers: { Location: 'a\nb' } } },
  '/unsendable-cut': {
    ...whole,
    cutAt: 1,
    answer: { ...whole.answer, headers: { Location: 'a\nb' } },
  },
}

/** Marks the code that sends an answer, so that watchTimers() sees only its timers. */
const sending = new AsyncLocalStorage<boolean>()

type Site = {
  readonly port: number
  readonly deliverer: Deliverer
  readonly errors: unknown[]
  readonly server: Server
  seen: number
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function serve(): Promise<Site> {
  const errors: unknown[] = []
  const deliverer = createDeliverer({ onError: (error) => errors.push(error) })
  const server = createServer((request, response) => {
    site.seen++
    sending.run(true, () =>
      deliverer.send(response, deliveries[request.url ?? ''] ?? whole, request.method === 'HEAD'),
    )
  })
  const site: Site = { port: 0, deliverer, errors, server, seen: 0 }
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return Object.assign(site, { port: portOf(server.address()) })
}

const portOf = (address: AddressInfo | string | null): number =>
  address !== null && typeof address === 'object' ? address.port : 0

const request = (path: string, method = 'GET'): string =>
  `${method} ${path} HTTP/1.1\r\nHost: a\r\n\r\n`

const lastRequest = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`

/** Sends bytes and collects everything received until the connection closes, with its error. */
async function converse(
  { port }: Site,
  sent: string,
): Promise<{ received: string; pieces: number; error: string | undefined }> {
  const socket = connect(port, '127.0.0.1')
  socket.write(sent, 'latin1')
  let received = ''
  let error: string | undefined
  socket.setEncoding('latin1')
  let pieces = 0
  socket.on('data', (chunk) => {
    received += String(chunk)
    pieces++
  })
  socket.on('error', (thrown) => (error = 'code' in thrown ? String(thrown.code) : thrown.message))
  await new Promise((resolve) => socket.on('close', resolve))
  return { received, pieces, error }
}

/** Splits a stream of bytes into responses: the status and the body of each. */
function responses(received: string): string[] {
  return received.split(/HTTP\/1\.1 (?=\d{3} )/).flatMap((response) => {
    const [head = '', ...rest] = response.split('\r\n\r\n')
    return response === '' ? [] : `${head.slice(0, 3)} ${rest.join('\r\n\r\n')}`
  })
}

describe('a whole answer', () => {
  test('keeps the spelling of its headers and says how long it is', async () => {
    const { received } = await converse(await serve(), lastRequest('/whole'))
    expect(received.replace(/^Date: .*\r\n/m, '')).toBe(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Any: thing\r\nContent-Length: 15\r\nConnection: close\r\n\r\n${BODY}`,
    )
  })

  test('has its own date and length, also where the headers are those of another', async () => {
    const { received } = await converse(
      await serve(),
      request('/whole') + request('/dated') + lastRequest('/whole'),
    )
    expect(received.match(/^(Date|Content-Length): .*$/gm)).toEqual([
      `Date: ${DATE}`,
      'Content-Length: 15',
      'Date: never',
      'Content-Length: 2',
      `Date: ${DATE}`,
      'Content-Length: 15',
    ])
  })

  test.each(['/whole', '/late', '/slow'])(
    '%s lets the next request on the connection be answered',
    async (path) => {
      const { received, error } = await converse(
        await serve(),
        request(path) + lastRequest('/whole'),
      )
      expect(responses(received)).toEqual([`200 ${BODY}`, `200 ${BODY}`])
      expect(error).toBeUndefined()
    },
  )

  test.each(['/whole', '/late', '/slow', '/cut'])('has no body for HEAD (%s)', async (path) => {
    const { received } = await converse(
      await serve(),
      request(path, 'HEAD') + lastRequest('/whole'),
    )
    expect(responses(received)).toEqual(['200 ', `200 ${BODY}`])
  })

  test.each([
    ['/no-content', '204 '],
    ['/unmodified', '304 '],
  ])('has no body where the status has none (%s)', async (path, response) => {
    const { received } = await converse(await serve(), request(path) + lastRequest('/whole'))
    expect(responses(received)).toEqual([response, `200 ${BODY}`])
    expect(received.match(/Content-Length/g)).toHaveLength(1)
  })
})

test('a slow answer comes in pieces', async () => {
  const { pieces } = await converse(await serve(), lastRequest('/slow'))
  expect(pieces).toBeGreaterThan(1)
})

describe('an answer that breaks off', () => {
  test.each([
    ['/cut', '200 {"d'],
    ['/slow-cut', '200 {"d'],
    ['/late-cut', '200 {"d'],
    ['/headers', '200 '],
  ])('%s promises the whole body, and the connection is closed', async (path, response) => {
    const { received, error } = await converse(await serve(), request(path))
    expect(responses(received)).toEqual([response])
    expect(received).toContain('Content-Length: 15\r\n')
    expect(error).toBeUndefined()
  })

  test('is an error to whoever reads the body', async () => {
    const { port } = await serve()
    const response = await fetch(`http://127.0.0.1:${port}/cut`)
    await expect(response.text()).rejects.toThrow('terminated')
  })

  test('/empty closes the connection without a byte', async () => {
    expect(await converse(await serve(), request('/empty'))).toEqual({
      received: '',
      pieces: 0,
      error: undefined,
    })
  })

  test.each(['/reset', '/late-reset'])('%s resets the connection', async (path) => {
    expect(await converse(await serve(), request(path))).toEqual({
      received: '',
      pieces: 0,
      error: 'ECONNRESET',
    })
  })
})

describe('requests that were pipelined', () => {
  test.each([
    ['/reset', 'ECONNRESET'],
    ['/empty', undefined],
  ])('are answered in their order before %s', async (path, error) => {
    const site = await serve()
    const conversation = await converse(
      site,
      request('/late') + request('/slow') + request(path) + request('/whole'),
    )
    expect(responses(conversation.received)).toEqual([`200 ${BODY}`, `200 ${BODY}`])
    expect(conversation.error).toBe(error)
  })

  test('are answered in their order before an answer that breaks off', async () => {
    const { received } = await converse(
      await serve(),
      request('/late') + request('/whole') + request('/cut') + request('/whole'),
    )
    expect(responses(received)).toEqual([`200 ${BODY}`, `200 ${BODY}`, '200 {"d'])
  })

  test('wait each for its own time only', async () => {
    const { received } = await converse(
      await serve(),
      request('/late').repeat(50) + lastRequest('/whole'),
    )
    expect(responses(received)).toEqual(Array.from({ length: 51 }, () => `200 ${BODY}`))
  })
})

describe('an answer that Node.js refuses to send', () => {
  test.each(['/unsendable', '/unsendable-cut'])(
    '%s is reported and closes the connection',
    async (path) => {
      const site = await serve()
      const { received } = await converse(site, request('/late') + request(path))
      expect(responses(received)).toEqual([`200 ${BODY}`])
      expect(site.errors).toMatchObject([{ code: 'ERR_INVALID_CHAR' }])
    },
  )
})

/** Opens a connection and sends a request. Resolves when the server has seen the request. */
async function ask(site: Site, path: string): Promise<Socket> {
  const socket = connect(site.port, '127.0.0.1')
  const before = site.seen
  socket.write(request(path))
  await expect.poll(() => site.seen).toBeGreaterThan(before)
  return socket
}

describe('closing', () => {
  test('sends at once what would wait for a minute', async () => {
    const site = await serve()
    const socket = await ask(site, '/later')
    site.deliverer.close()
    site.server.close()
    site.server.closeIdleConnections()
    const [head] = responses(await text(socket.setEncoding('latin1')))
    expect(head).toBe(`200 ${BODY}`)
  })

  test('sends at once the rest of what trickles', async () => {
    const site = await serve()
    const socket = await ask(site, '/slower')
    site.deliverer.close()
    site.server.close()
    site.server.closeIdleConnections()
    const [head] = responses(await text(socket.setEncoding('latin1')))
    expect(head).toBe(`200 ${BODY}`)
  })

  test.each(['/later', '/slower'])('sends what comes later at once (%s)', async (path) => {
    const site = await serve()
    site.deliverer.close()
    const { received } = await converse(site, lastRequest(path))
    expect(responses(received)).toEqual([`200 ${BODY}`])
  })
})

test.each(['/later', '/slower'])('forgets a client that goes away (%s)', async (path) => {
  using timers = watchTimers()
  const site = await serve()
  const sockets = await Promise.all(Array.from({ length: 5 }, () => ask(site, path)))
  await expect.poll(() => timers.active.size).toBe(5)
  for (const socket of sockets) socket.destroy()
  await expect.poll(() => timers.active.size).toBe(0)
})

test('the oldest answer leaves early when too many wait', async () => {
  const site = await serve()
  const socket = connect(site.port, '127.0.0.1')
  socket.write(request('/later').repeat(10_001))
  const [first] = await once(socket.setEncoding('latin1'), 'data')
  expect(responses(String(first))).toEqual([`200 ${BODY}`])
  expect(site.seen).toBe(10_001)
  socket.destroy()
})

/** Watches the active timers that sending an answer has set, and no other timers. */
function watchTimers(): Disposable & { readonly active: ReadonlySet<number> } {
  const active = new Set<number>()
  const hook = createHook({
    init: (id, type) => void (type === 'Timeout' && sending.getStore() && active.add(id)),
    destroy: (id) => void active.delete(id),
  }).enable()
  return { active, [Symbol.dispose]: () => void hook.disable() }
}
