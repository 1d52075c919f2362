import { once } from 'node:events'
import { createServer, connect as open, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { VerificationError } from '../../src/client/verification.ts'
import { connect, type Mock, type MockUser, startMock } from '../../src/index.ts'
import { ask } from './asking.ts'

let mock: Mock
let user: MockUser

beforeAll(async () => {
  mock = await startMock({ dataset: 'thirty' })
})
beforeEach(async () => {
  await mock.reset()
  user = await mock.createUser({ dataset: { generate: 5 } })
  return () => user.delete()
})
afterAll(() => mock.close())

const get = (query?: string) => ask(user.url, user.token('combined'), query)

describe('the journal', () => {
  test('has what a user asked, the newest first', async () => {
    await get('?type=widget')
    await get('?page=2')
    await ask(mock.url, mock.token())
    const [last, first] = await user.requests.list()
    expect(last).toMatchObject({ user: user.id, status: 200, parameters: { page: '2' } })
    expect(first).toMatchObject({ query: 'type=widget', curl: expect.stringContaining('$TOKEN') })
    expect(await mock.requests.count()).toBe(3)
    expect(await user.requests.count()).toBe(2)
    expect(first && (await user.requests.find(first.id))).toEqual({ ...first, body: null })
    expect(await user.requests.find(1_000_000)).toBeUndefined()
  })

  test.each([
    ['a parameter', { parameters: { type: 'widget' } }, 1],
    ['a parameter that is absent', { parameters: { type: null } }, 3],
    ['several statuses', { status: [422, '5xx'] }, 1],
    ['nobody that is known', { user: null }, 1],
    ['no effect', { fault: 'none' }, 4],
    ['one of many', { limit: 1, order: 'oldest' as const }, 1],
    ['what came before an entry', { before: 1 }, 0],
  ])('is searched by %s', async (_name, query, length) => {
    await get('?type=widget')
    await get('?page=1')
    await get('?per_page=0')
    await ask(mock.url, 'no-such-token')
    const { parameters, ...others } = { parameters: {}, ...query }
    expect(await mock.requests.list({ ...others, parameters })).toHaveLength(length)
  })

  test('is paged back from the newest', async () => {
    for (let page = 1; page <= 5; page++) await get(`?page=${page}`)
    const pages: string[][] = []
    for (let before: number | undefined; pages.length < 4;) {
      const entries = await user.requests.list({
        limit: 2,
        ...(before !== undefined && { before }),
      })
      pages.push(entries.map(({ query }) => query))
      before = entries.at(-1)?.id ?? before
    }
    expect(pages).toEqual([['page=5', 'page=4'], ['page=3', 'page=2'], ['page=1'], []])
  })

  test('has what was answered, as long as it is kept', async () => {
    await get('?per_page=0')
    const [entry] = await user.requests.list()
    const id = entry?.id ?? 0
    expect(await user.requests.response(id)).toMatchObject({
      status: 422,
      headers: { 'Content-Type': 'application/json' },
      body: expect.stringContaining('The per page field must be at least 1.'),
      is_cut: false,
    })
    await user.requests.clear()
    expect(await user.requests.response(id)).toBeUndefined()
  })

  test('forgets', async () => {
    await get()
    await ask(mock.url, mock.token())
    expect(await user.requests.clear()).toBe(1)
    expect(await mock.requests.count()).toBe(1)
  })
})

describe('verify', () => {
  test('resolves to the requests that match', async () => {
    await get('?type=widget')
    await get()
    expect(await user.verify({ parameters: { type: 'widget' } })).toMatchObject([
      { query: 'type=widget' },
    ])
    expect(await user.verify({ status: 200 }, { exactly: 2 })).toHaveLength(2)
    expect(await user.verify({ status: 500 }, { at_most: 0 })).toEqual([])
  })

  test('rejects with what came close, a line each', async () => {
    await get('?type=widget')
    await get('?type=api')
    const failure = user.verify({ parameters: { type: 'test' } }, { at_least: 1 })
    await expect(failure).rejects.toThrow(VerificationError)
    await expect(failure).rejects.toMatchObject({ verification: { verified: false, count: 0 } })
    const message = await failure.then(String, (error: unknown) =>
      error instanceof Error ? error.message : '',
    )
    const [sentence, ...lines] = message.split('\n')
    expect(sentence).toContain('Expected at least 1 request')
    expect(lines).toEqual([
      expect.stringMatching(
        /^ {2}#\d+ GET \/api\/user\/conversations\?type=api \(200\): .*"api".*"test"/,
      ),
      expect.stringMatching(
        /^ {2}#\d+ GET \/api\/user\/conversations\?type=widget \(200\): .*"widget".*"test"/,
      ),
    ])
  })

  test('counts only what the user asked', async () => {
    await ask(mock.url, mock.token())
    await expect(user.verify({ status: 200 })).rejects.toThrow('there were 0')
    await expect(mock.verify({ status: 200 })).resolves.toHaveLength(1)
  })
})

describe('the live stream', () => {
  test('tells what is asked, from a given entry on', async () => {
    await get('?page=1')
    const stream = user.requests.stream({ after: 0, status: 200 })
    expect((await stream.next()).value).toMatchObject({ query: 'page=1' })
    await ask(mock.url, mock.token())
    await get('?per_page=0')
    await get('?page=2')
    expect((await stream.next()).value).toMatchObject({ query: 'page=2' })
    await stream.return?.()
    await expect.poll(async () => (await mock.status()).listeners).toBe(0)
  })

  test('ends when its signal is aborted', async () => {
    const ending = new AbortController()
    const stream = user.requests.stream({}, { signal: ending.signal })
    const next = stream.next()
    await expect.poll(async () => (await mock.status()).listeners).toBe(1)
    ending.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    await expect.poll(async () => (await mock.status()).listeners).toBe(0)
  })

  test('ends when the handle is closed', async () => {
    const connected = await connect(mock.url, mock.adminToken)
    const next = connected.requests.stream().next()
    await expect.poll(async () => (await mock.status()).listeners).toBe(1)
    await connected.close()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  test('ends when the mock is closed', async () => {
    const own = await startMock({ dataset: 'one' })
    const next = own.requests.stream().next()
    await expect.poll(async () => (await own.status()).listeners).toBe(1)
    await own.close()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  test('goes on where a broken connection left off', async () => {
    await using proxy = await startProxy(mock.url)
    const connected = await connect(proxy.url, mock.adminToken)
    const stream = connected.requests.stream({ user: user.id, after: 0 })
    await get('?page=1')
    expect((await stream.next()).value).toMatchObject({ query: 'page=1' })
    const next = stream.next()
    proxy.cut()
    await get('?page=2')
    await get('?page=3')
    expect((await next).value).toMatchObject({ query: 'page=2' })
    expect((await stream.next()).value).toMatchObject({ query: 'page=3' })
    await connected.close()
  })

  test('misses nothing when the connection breaks before the first entry', async () => {
    await using proxy = await startProxy(mock.url)
    await get('?page=1')
    const connected = await connect(proxy.url, mock.adminToken)
    const next = connected.requests.stream({ user: user.id }).next()
    await expect.poll(async () => (await mock.status()).listeners).toBe(1)
    proxy.cut()
    await get('?page=2')
    expect((await next).value).toMatchObject({ query: 'page=2' })
    await connected.close()
  })

  test('rejects a filter that does not exist', async () => {
    const filter: object = { colour: 'red' }
    await expect(user.requests.stream(filter).next()).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('colour'),
    })
  })
})

/** Starts a proxy whose connections to the mock a test can cut. */
async function startProxy(target: string) {
  const { port } = new URL(target)
  const sockets = new Set<Socket>()
  const proxy = createServer((socket) => {
    const upstream = open(Number(port), '127.0.0.1')
    for (const end of [socket, upstream]) sockets.add(end.on('error', () => undefined))
    socket.pipe(upstream).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = z.object({ port: z.int() }).parse(proxy.address())
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
