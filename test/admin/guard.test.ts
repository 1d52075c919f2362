import { exchangeOf } from '../exchange.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAdmin } from '../../src/admin/app.ts'
import { createGuard } from '../../src/admin/guard.ts'
import type { MockControls } from '../../src/admin/controls.ts'
import { createBaseUrl } from '../../src/laravel/base-url.ts'
import { buildApp } from '../../src/server/app.ts'
import { type Mock, startMock } from '../../src/index.ts'
import { createJournal } from '../../src/journal/journal.ts'
import { call } from './calls.ts'
import { bounds } from '../journal/bounds.ts'

let mock: Mock
beforeAll(async () => {
  mock = await startMock({ dataset: 'one', adminToken: 'the-admin-token' })
})
afterAll(() => mock.close())

const portOf = ({ url }: Mock): string => new URL(url).port

/** Every route that the admin API serves, such as `GET /__admin/users/1`. */
const routes = await servedRoutes()

async function servedRoutes(): Promise<{ method: string; path: string }[]> {
  const { originOf, rootOf } = createBaseUrl({ trustProxies: false })
  const guard = { adminToken: 'x', allowedHosts: [], originOf }
  const controls = { journal: createJournal({ ...bounds, maxEntries: 1 }) }
  // This function calls no route, so the controls can be almost empty.
  const { app } = buildAdmin({
    controls: new Proxy<MockControls>(Object.create(controls), {}),
    guard,
    rootOf,
  })
  await app.ready()
  const parents: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods = ''] =
        /^([│ ]*(?:├── |└── ))(.*?)(?: \((.*)\))?$/.exec(line) ?? []
      if (path === '') return []
      const depth = indent.length / 4 - 1
      parents.length = depth
      parents.push(path)
      const whole = parents.join('').replace(/:\w+/g, '1')
      return methods === '' ? [] : methods.split(', ').map((method) => ({ method, path: whole }))
    })
}

test('the table of routes is what the server serves', () => {
  expect(routes.length).toBeGreaterThan(30)
  expect(routes.every(({ path }) => path.startsWith('/__admin/'))).toBe(true)
  expect(routes).toContainEqual({ method: 'POST', path: '/__admin/snapshots/1/restore' })
})

test('outside of /__admin there is nothing but what is listed here', async () => {
  const nothing = {
    handle: () => undefined,
    endCalls: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const app = buildApp({
    admin: nothing,
    deliverer: { send: () => undefined, close: () => undefined },
    pipeline: { handle: () => exchangeOf(), settle: () => undefined },
    untilWritable: () => Promise.resolve(),
    elapsed: () => 0,
    dashboard: true,
    report: () => undefined,
  })
  await app.ready()
  expect(app.printRoutes({ commonPrefix: false }).replace(/TRACE, |QUERY, |, QUERY|, TRACE/g, ''))
    .toMatchInlineSnapshot(`
      "└── / (GET, HEAD)
          ├── livez (GET, HEAD)
          ├── readyz (GET, HEAD)
          ├── openapi.yaml (GET, HEAD)
          ├── openapi.json (GET, HEAD)
          ├── openapi-admin.yaml (GET, HEAD)
          ├── openapi-admin.json (GET, HEAD)
          ├── docs (GET, HEAD)
          │   ├── /admin (GET, HEAD)
          │   │   └── * (GET, HEAD)
          │   ├── /rules (GET, HEAD)
          │   └── * (GET, HEAD)
          ├── * (GET, HEAD)
          ├── __admin (GET, HEAD, DELETE, OPTIONS, PATCH, PUT, POST)
          │   └── * (GET, HEAD, DELETE, OPTIONS, PATCH, PUT, POST)
          └── api/user/conversations (GET, HEAD)
      "
    `)
  await app.close()
})

describe.each(routes)('$method $path', ({ method, path }) => {
  test.each([
    ['no token', 401, { hasToken: false }],
    ['a wrong token', 401, { headers: { Authorization: 'Bearer the-admin-tokem' } }],
    ['the key of a client', 401, { headers: { Authorization: 'Bearer combined-demo-key' } }],
    ['the token in another scheme', 401, { headers: { Authorization: 'Basic the-admin-token' } }],
    ['another host', 403, { headers: { Host: 'evil.example' } }],
    ['another host that ends like ours', 403, { headers: { Host: 'localhost.evil.example' } }],
    ['another origin', 403, { headers: { Origin: 'https://evil.example' } }],
    ['an opaque origin', 403, { headers: { Origin: 'null' } }],
    ['a page of another site', 403, { headers: { 'Sec-Fetch-Site': 'cross-site' } }],
  ])('refuses %s', async (_what, status, sent) => {
    const answer = await call(mock, { method, path, ...sent })
    expect({ status: answer.status, body: answer.body }).toEqual({
      status,
      body: { message: expect.any(String), errors: [] },
    })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('refuses its own origin on another port, or with https', async () => {
    const headers = { Host: `localhost:${portOf(mock)}` }
    expect(
      (await call(mock, { method, path, headers: { ...headers, Origin: 'http://localhost:1' } }))
        .status,
    ).toBe(403)
    expect(
      (await call(mock, { method, path, headers: { ...headers, Origin: 'http://localhost' } }))
        .status,
    ).toBe(403)
    expect(
      (
        await call(mock, {
          method,
          path,
          headers: { ...headers, Origin: `https://localhost:${portOf(mock)}` },
        })
      ).status,
    ).toBe(403)
    expect(
      (
        await call(mock, {
          method,
          path,
          headers: { ...headers, Origin: `http://127.0.0.1:${portOf(mock)}` },
        })
      ).status,
    ).toBe(403)
  })

  const answersAtOnce = !['/__admin/requests/stream', '/__admin/changes'].includes(path)
  if (answersAtOnce)
    test('lets the token in, also from its own pages', async () => {
      const answer = await call(mock, {
        method,
        path,
        headers: { Host: `localhost:${portOf(mock)}`, Origin: `http://localhost:${portOf(mock)}` },
      })
      expect([401, 403, 415]).not.toContain(answer.status)
      expect(answer.headers['cache-control']).toBe('no-store')
    })

  const mayHaveBody = ['POST', 'PUT', 'PATCH'].includes(method)
  if (mayHaveBody)
    test('refuses a body that is not JSON by its type', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const answer = await call(mock, {
          method,
          path,
          body: '{}',
          headers: { 'Content-Type': type },
        })
        expect(answer.status).toBe(415)
      }
    })
})

test('an unknown path below /__admin is guarded as well', async () => {
  expect((await call(mock, { path: '/__admin/nothing', hasToken: false })).status).toBe(401)
  expect((await call(mock, { path: '/__admin', hasToken: false })).status).toBe(401)
  expect(await call(mock, { path: '/__admin/nothing' })).toMatchObject({
    status: 404,
    body: { message: 'there is no GET /__admin/nothing; see /docs/admin', errors: [] },
  })
})

test('encoded spellings of /__admin do not get around the guard', async () => {
  for (const path of [
    '/%5f_admin/status',
    '/__admin%2fstatus',
    '//__admin/status',
    '/__ADMIN/status',
    '/./__admin/status',
    '/api/../__admin/status',
  ]) {
    const { status, text } = await call(mock, { path, hasToken: false })
    expect([401, 404]).toContain(status)
    expect(text).not.toContain('listeners')
  }
})

test('names that are allowed, the bound address and every loopback name are let in', async () => {
  const guard = createGuard({
    adminToken: 'secret-token',
    allowedHosts: ['conversations'],
    originOf: createBaseUrl({ trustProxies: false }).originOf,
  })
  const ask = (host: string, localAddress: string, origin?: string) => () =>
    guard({
      headers: { host, authorization: 'Bearer secret-token', ...(origin && { origin }) },
      localAddress,
    })

  for (const host of [
    'localhost',
    'LOCALHOST:4080',
    '127.0.0.1:1',
    '[::1]:4080',
    'conversations:4080',
  ]) {
    expect(ask(host, '127.0.0.1')).not.toThrow()
  }
  expect(ask('192.168.1.5:4080', '::ffff:192.168.1.5')).not.toThrow()
  expect(ask('[fe80::1]:4080', 'fe80::1%eth0')).not.toThrow()
  for (const host of [
    '',
    'localhost.',
    'localhost@evil.example',
    'evil.example#localhost',
    '127.0.0.1.nip.io',
  ]) {
    expect(ask(host, '127.0.0.1')).toThrow('is not allowed here')
  }
  expect(ask('192.168.1.6:4080', '192.168.1.5')).toThrow('name it with --allowed-hosts')
  expect(ask('conversations:4080', '127.0.0.1', 'http://conversations:4080')).not.toThrow()
  expect(ask('conversations:4080', '127.0.0.1', 'http://conversations:4081')).toThrow('the origin')
  expect(ask('conversations', '127.0.0.1', 'http://conversations')).not.toThrow()
})

test('a page below a path of a trusted proxy is let in, by scheme, host and port alone', async () => {
  await using behind = await startMock({ dataset: 'one', trustProxies: true })
  const forwarded = {
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'Outer.example',
    'X-Forwarded-Prefix': '/mocks/one',
  }
  const statusOf = async (
    origin: string,
    headers: Record<string, string> = forwarded,
  ): Promise<number> =>
    (await call(behind, { path: '/__admin/status', headers: { ...headers, Origin: origin } }))
      .status

  expect(await statusOf('https://outer.example')).toBe(200)
  for (const origin of [
    'https://outer.example/mocks/one',
    'https://outer.example:8443',
    'http://outer.example',
    'https://evil.example',
  ])
    expect(await statusOf(origin)).toBe(403)
  for (const prefix of ['.evil.example', '@evil.example', ':81', '//evil.example', '/'])
    expect(
      await statusOf('https://outer.example', { ...forwarded, 'X-Forwarded-Prefix': prefix }),
    ).toBe(200)
  expect(
    await statusOf('https://outer.example.evil.example', {
      ...forwarded,
      'X-Forwarded-Prefix': '.evil.example',
    }),
  ).toBe(403)
})

test('health needs no token and no host', async () => {
  for (const path of ['/livez', '/readyz']) {
    expect(
      (
        await call(mock, {
          path,
          hasToken: false,
          headers: { Host: 'evil.example', Origin: 'https://evil.example' },
        })
      ).status,
    ).toBe(200)
  }
})

test('calls are never in the journal, never faulted and never limited', async () => {
  await using limited = await startMock({ dataset: 'one', rateLimit: 1 })
  await limited.faults.arm({ effect: { type: 'status', status: 503 } })
  for (let round = 0; round < 3; round++) await limited.faults.list()
  for (const method of ['PROPFIND', 'M-SEARCH']) {
    const { status, body } = await call(limited, { method, path: '/__admin/users' })
    const message = `there is no ${method} /__admin/users; see /docs/admin`
    expect({ status, body }).toMatchObject({ status: 404, body: { message } })
  }
  expect(await limited.requests.list()).toEqual([])
})
