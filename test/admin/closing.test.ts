import { Server as HttpServer } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { ask } from '../walking.ts'
import { call, open, send } from './calls.ts'
import { del, get, MADE, post, put } from './refusals.ts'
import { watchServed } from './serving.ts'

/** Starts a server. `reported`: the internal errors that it reports. */
async function start(options: object = {}): Promise<{ server: Server; reported: unknown[] }> {
  const reported: unknown[] = []
  const values = { port: 0, dataset: 'one', adminToken: 'the-admin-token', ...options }
  const server = await startServer(parseSettings([{ values, nameOf: (name) => name }]), {
    onError: (error) => reported.push(error),
  })
  return { server, reported }
}

const asking = ({ url, tokens: [first] }: Server) => ({ url, token: first?.plain ?? '' })

async function* endless(...pieces: string[]): AsyncGenerator<string> {
  yield* pieces
  await new Promise(() => undefined)
}

const rows = { dataset: undefined, generate: 20_000 }
const half = '{"users":[{"id":1}],"tokens":[],"assistants":['

describe('an export that is not read', () => {
  test('waits in the store, not in memory', async () => {
    const { server } = await start(rows)
    using served = watchServed('/dataset')
    const response = await open(server, get('/dataset'))
    let sent: number | undefined
    const isStuck = (): boolean => {
      const before = sent
      const [own] = served.responses
      sent = own?.socket?.bytesWritten
      return own?.writableNeedDrain === true && sent !== undefined && sent > 0 && sent === before
    }
    await expect.poll(isStuck).toBe(true)
    expect(served.responses[0]?.writableLength).toBeLessThan(2 ** 20)
    let length = 0
    for await (const chunk of response) length += Buffer.from(chunk).length
    expect(length).toBeGreaterThan(rows.generate * 300)
    await server.close()
  })

  test('breaks off when the rows are replaced, for a part would look like a whole', async () => {
    const { server, reported } = await start()
    await call(server, post('/users', { dataset: { generate: 20_000 } }))
    using served = watchServed('/dataset')
    const response = await open(server, get(`/dataset?user=${MADE}`))
    await expect.poll(() => served.responses[0]?.writableNeedDrain).toBe(true)
    await call(server, del(`/users/${MADE}`))
    await expect(async () => {
      for await (const _ of response);
    }).rejects.toThrow('aborted')
    expect(reported).toEqual([])
    await server.close()
  })
})

describe('close()', () => {
  // The listener calls this to end connections that take too long. close() must not need it.
  const cut = vi.spyOn(HttpServer.prototype, 'closeAllConnections')
  afterEach(() => {
    expect(cut).not.toHaveBeenCalled()
    cut.mockClear()
  })

  test.each<[string, (server: Server) => Promise<unknown>]>([
    [
      'an export that is not read',
      async (server) => {
        await call(server, post('/users', { dataset: { generate: 20_000 } }))
        await open(server, get(`/dataset?user=${MADE}`))
      },
    ],
    [
      'a dataset of which half has come',
      async (server) =>
        send(server, { ...put('/dataset'), chunks: endless(half) }).on('error', () => undefined),
    ],
    [
      'a body of which half has come',
      async (server) =>
        send(server, { ...post('/users'), chunks: endless('{"name"') }).on(
          'error',
          () => undefined,
        ),
    ],
    [
      'a user that is being generated',
      async (server) =>
        send(server, post('/users', { dataset: { generate: 1_000_000 } })).on(
          'error',
          () => undefined,
        ),
    ],
    ['a stream that is not read', (server) => open(server, get('/requests/stream'))],
    ['a stream of changes', (server) => open(server, get('/changes'))],
    [
      'a delayed answer',
      async (server) => {
        await call(server, post('/faults', { effect: { type: 'delay', milliseconds: 60_000 } }))
        void ask(asking(server)).catch(() => undefined)
      },
    ],
    [
      'a slow answer',
      async (server) => {
        await call(server, post('/faults', { effect: { type: 'slow', bytes_per_second: 1 } }))
        void ask(asking(server)).catch(() => undefined)
      },
    ],
    ['traffic', (server) => call(server, put('/traffic', { per_second: 1000 }))],
  ])('does not wait for %s', async (_what, begin) => {
    const { server, reported } = await start()
    await begin(server)
    for (let turn = 0; turn < 5; turn++) await call(server, get('/status'))
    await server.close()
    expect(reported).toEqual([])
  })

  test('ends streams whose connection takes nothing more', async () => {
    const { server, reported } = await start()
    using served = watchServed('/requests/stream')
    const silent = await open(server, get('/requests/stream'))
    const query = `?${Array.from({ length: 20 }, (_, n) => `p${n}=${'x'.repeat(150)}`).join('&')}`
    await Promise.all(Array.from({ length: 1000 }, () => ask({ ...asking(server), query })))
    await expect.poll(() => served.responses[0]?.writableNeedDrain).toBe(true)
    const closed = new Promise((resolve) =>
      silent.on('error', () => undefined).once('close', resolve),
    )
    await server.close()
    silent.resume()
    await closed
    expect(reported).toEqual([])
  })

  test('lets the answers leave that are ready', async () => {
    const { server } = await start()
    const answers = Array.from({ length: 20 }, () => call(server, get('/users')))
    await call(server, get('/status'))
    const [statuses] = await Promise.all([Promise.all(answers), server.close()])
    expect(statuses.map(({ status }) => status)).toEqual(Array(20).fill(200))
  })
})

test('a first caller that is gone before the admin API is loaded holds nothing up', async () => {
  const { server, reported } = await start()
  using served = watchServed('/status')
  const gone = send({ url: server.url, adminToken: 'the-admin-token' }, get('/status'))
  gone.on('error', () => undefined)
  gone.on('finish', () => gone.destroy())
  await new Promise((resolve) => gone.once('close', resolve))
  // The server sees the end of the connection after it has seen the request.
  await expect.poll(() => served.responses[0]?.req.socket.destroyed).toBe(true)
  await server.close()
  expect(reported).toEqual([])
})
