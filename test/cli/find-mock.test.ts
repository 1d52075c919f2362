import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { createServer, type RequestListener, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { findMock } from '../../src/cli/find-mock.ts'
import { writeInstance } from '../../src/server/instance-note.ts'
import { createProof } from '../../src/server/instance-proof.ts'
import { startServer } from '../../src/server/server.ts'

const LONG = 60_000
const folder = mkdtempSync(join(tmpdir(), 'find-mock-'))
const cleanups: (() => unknown)[] = []

beforeEach(() => {
  for (const name of ['XDG_RUNTIME_DIR', 'TMPDIR']) vi.stubEnv(name, folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const clean of cleanups.splice(0)) await clean()
})
afterAll(() => rmSync(folder, { recursive: true }))

const { secret, prove } = createProof()
const note = (url: string, of = secret): void => void cleanups.push(writeInstance(url, of).forget)

async function startMock(values: object = {}): Promise<string> {
  const settings = parseSettings([
    { values: { port: 0, dataset: 'empty', ...values }, nameOf: (name) => name },
  ])
  const mock = await startServer(settings, { prove })
  cleanups.push(mock.close)
  return mock.localUrl
}

async function serve(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  cleanups.push(() => server.close().closeAllConnections())
  return { url: `http://127.0.0.1:${portOf(server)}`, server }
}

function portOf(server: { address: () => AddressInfo | string | null }): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

test('nothing is found where nothing is noted', async () => {
  expect(await findMock(LONG)).toBeUndefined()
})

test.each(['loopback', '127.0.0.1', 'localhost', '0.0.0.0', '::1', '::'])(
  'a mock that listens on %s proves itself',
  async (host) => {
    const url = await startMock({ host })
    note(url)
    const mock = await findMock(LONG)
    expect(mock).toMatchObject({ url, count: 1, problem: undefined })
    mock?.line.close()
  },
)

test('a mock says nothing more to who sends no challenge, or a wrong one', async () => {
  const url = await startMock()
  for (const challenge of ['', 'x', 'x'.repeat(44)]) {
    const response = await fetch(`${url}/readyz`, {
      headers: challenge === '' ? {} : { 'X-Mock-Challenge': challenge },
    })
    expect(await response.text()).toBe('{"status":"ready"}')
    expect(response.headers.get('x-mock-proof')).toBeNull()
  }
})

describe('what answers at a noted address is no mock of this user', () => {
  const ready = '{"status":"ready"}'

  test.each<[string, RequestListener]>([
    ['proves nothing', (_request, response) => response.end(ready)],
    [
      'makes a proof up',
      (_request, response) => response.setHeader('X-Mock-Proof', 'x'.repeat(43)).end(ready),
    ],
    [
      'sends the challenge back',
      ({ headers }, response) =>
        response.setHeader('X-Mock-Proof', headers['x-mock-challenge'] ?? '').end(ready),
    ],
    [
      'has a mock of another secret answer',
      ({ headers, socket }, response) =>
        response
          .setHeader('X-Mock-Proof', createProof().prove(headers['x-mock-challenge'], socket) ?? '')
          .end(ready),
    ],
  ])('when it %s', async (_name, listener) => {
    const { url } = await serve(listener)
    note(url)
    expect(await findMock(LONG)).toMatchObject({
      url,
      problem: 'is not the mock that noted this address',
    })
  })

  test('when it repeats a proof that it has seen', async () => {
    const seen: string[] = []
    const { url } = await serve(({ headers, socket }, response) => {
      seen.push(seen[0] ?? prove(headers['x-mock-challenge'], socket) ?? '')
      response.setHeader('X-Mock-Proof', seen.at(-1) ?? '').end(ready)
    })
    note(url)
    const first = await findMock(LONG)
    expect(first?.problem).toBeUndefined()
    first?.line.close()
    expect(await findMock(LONG)).toMatchObject({
      problem: 'is not the mock that noted this address',
    })
    expect(seen).toHaveLength(2)
  })

  test('when it passes the challenge on to a mock of this user', async () => {
    const real = await startMock({ host: '0.0.0.0' })
    const asked: unknown[] = []
    const { url } = await serve(({ headers }, response) => {
      asked.push(headers['x-mock-challenge'])
      void fetch(`${real}/readyz`, {
        headers: { 'X-Mock-Challenge': String(headers['x-mock-challenge']) },
      }).then(({ headers: proven }) =>
        response.setHeader('X-Mock-Proof', proven.get('x-mock-proof') ?? '').end(ready),
      )
    })
    note(url)
    expect(await findMock(LONG)).toMatchObject({
      problem: 'is not the mock that noted this address',
    })
    expect(asked).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
  })

  test('when it redirects', async () => {
    const real = await startMock()
    const { url } = await serve((_request, response) =>
      response.writeHead(307, { Location: `${real}/readyz` }).end(),
    )
    note(url)
    expect(await findMock(LONG)).toMatchObject({
      problem: 'is not the mock that noted this address',
    })
  })

  test('when it never answers', async () => {
    const silent = createTcpServer((socket) => cleanups.push(() => socket.destroy()))
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    cleanups.push(() => silent.close())
    note(`http://127.0.0.1:${portOf(silent)}`)
    expect(await findMock(50)).toMatchObject({ problem: 'does not answer (not within 0.05 s)' })
  })

  test('and another that is one is found all the same', async () => {
    const url = await startMock()
    note(url)
    note((await serve((_request, response) => response.end(ready))).url)
    const mock = await findMock(LONG)
    expect(mock).toMatchObject({ url, count: 2, problem: undefined })
    mock?.line.close()
  })
})

test('what comes after the proof goes to who proved it, and to nobody who took over the port', async () => {
  const honest = await serve(({ headers, socket }, response) =>
    response
      .setHeader('X-Mock-Proof', prove(headers['x-mock-challenge'], socket) ?? '')
      .end('{"status":"ready"}'),
  )
  note(honest.url)
  const mock = await findMock(LONG)
  expect(mock?.problem).toBeUndefined()
  honest.server.close().closeAllConnections()
  await once(honest.server, 'close')
  const asked: unknown[] = []
  const thief = createServer(({ headers }, response) => {
    asked.push(headers.authorization)
    response.end('{}')
  })
  await once(thief.listen(Number(new URL(honest.url).port), '127.0.0.1'), 'listening')
  cleanups.push(() => thief.close().closeAllConnections())
  await expect(
    mock?.line.request(`${honest.url}/__admin/findings`, {
      headers: { Authorization: 'Bearer secret' },
    }),
  ).rejects.toThrow()
  await expect(
    mock?.line.request(`${honest.url}/__admin/findings`, {
      headers: { Authorization: 'Bearer secret' },
    }),
  ).rejects.toThrow('it has ended the connection')
  expect(asked).toEqual([])
})
