import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { AdminError } from '../../src/client/admin-error.ts'
import { connect, type Mock, startMock } from '../../src/index.ts'
import { findPort } from '../ports.ts'
import { ask } from './asking.ts'

const twoUsers = {
  users: [{ id: 1 }, { id: 2 }],
  tokens: [
    { id: 1, user_id: 1, plain: 'one', edition: 'nicecall' as const },
    { id: 2, user_id: 2, plain: 'two', edition: 'autocalls' as const },
    { id: 3, user_id: 1, plain: 'old', expires_at: '2020-01-01 00:00:00' },
  ],
  assistants: [],
  conversations: [],
}

const idsOf = (list: readonly { id: number }[]): number[] => list.map(({ id }) => id)

describe('connecting', () => {
  test('gives the handle that starting gives', async () => {
    await using mock = await startMock({ dataset: twoUsers })
    const connected = await connect(`${mock.url}/`, mock.adminToken)
    expect(connected).toMatchObject({
      url: mock.url,
      adminToken: mock.adminToken,
      tokens: mock.tokens,
    })
    expect(idsOf(connected.tokens)).toEqual([1, 2])
    expect(Object.keys(mock)).toEqual(expect.arrayContaining(Object.keys(connected)))
  })

  test('rejects without the right admin token', async () => {
    await using mock = await startMock({ dataset: 'one' })
    await expect(connect(mock.url, 'another-token')).rejects.toThrow(
      expect.objectContaining({
        name: 'AdminError',
        status: 401,
        message: expect.stringContaining('admin token'),
      }),
    )
  })

  test.each<[unknown, unknown, string]>([
    [
      undefined,
      'a-token',
      'connect() needs the URL of a mock, such as http://localhost:4080; is CONVERSATIONS_MOCK_URL set?',
    ],
    ['', 'a-token', 'is CONVERSATIONS_MOCK_URL set?'],
    [{}, 'a-token', 'is CONVERSATIONS_MOCK_URL set?'],
    [
      'localhost:4080',
      'a-token',
      'needs a URL that begins with http:// or https://, such as http://localhost:4080, not "localhost:4080"',
    ],
    ['ftp://localhost', 'a-token', 'needs a URL that begins with http:// or https://'],
    [
      'http://',
      'a-token',
      'needs the origin of a mock, such as http://localhost:4080, not "http://"',
    ],
    ['http://a b', 'a-token', 'needs the origin of a mock'],
    ['http://localhost:4080/?x=1', 'a-token', 'needs the origin of a mock'],
    [
      'http://localhost:4080',
      undefined,
      'connect() needs the admin token that the mock printed; is CONVERSATIONS_MOCK_ADMIN_TOKEN set?',
    ],
    ['http://localhost:4080', '', 'is CONVERSATIONS_MOCK_ADMIN_TOKEN set?'],
  ])('says what is missing: %j, %j', async (url, token, message) => {
    // @ts-expect-error Callers in JavaScript give anything.
    await expect(connect(url, token)).rejects.toMatchObject({
      name: 'AdminError',
      status: 0,
      message: expect.stringContaining(message),
    })
  })

  test('says that a closed mock does not answer', async () => {
    const mock = await startMock({ dataset: 'one', port: await findPort() })
    await mock.status()
    await mock.close()
    const failure = mock.status()
    await expect(failure).rejects.toThrow(AdminError)
    await expect(failure).rejects.toThrow(`the mock at ${mock.url} does not answer (`)
    await expect(failure).rejects.toThrow('); it may have been closed')
    await expect(failure).rejects.toMatchObject({ status: 0, errors: [] })
  })

  test('asks whether it runs where nothing ever answered', async () => {
    await expect(connect(`http://127.0.0.1:${await findPort()}`, 'any-token')).rejects.toThrow(
      '); is it running?',
    )
  })

  test('says that a mock does not speak https', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const url = mock.url.replace('http:', 'https:')
    await expect(connect(url, mock.adminToken)).rejects.toThrow(
      `the mock at ${url} does not speak https; try ${mock.url}`,
    )
  })

  test.each([200, 404])('says so when what answers %d is no mock', async (status) => {
    const other = createServer((_request, response) =>
      response.writeHead(status).end('<h1>Hello</h1>'),
    ).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = z.object({ port: z.int() }).parse(other.address())
    const url = `http://127.0.0.1:${port}`
    await expect(connect(url, 'any-token')).rejects.toMatchObject({
      status,
      message: `${url}/__admin/users answered ${status}, and not as a mock does; is ${url} one?`,
    })
    other.close()
  })

  test('closing a connected handle leaves the mock as it is', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const connected = await connect(mock.url, mock.adminToken)
    await connected.close()
    expect(await ask(mock.url, mock.token())).toMatchObject({ status: 200 })
  })
})

describe('tokens', () => {
  test('are given by edition', async () => {
    await using mock = await startMock({ dataset: twoUsers })
    expect([mock.token(), mock.token('nicecall'), mock.token('autocalls')]).toEqual([
      'one',
      'one',
      'two',
    ])
    expect(() => mock.token('combined')).toThrow(
      "the mock has no token of the edition combined; there are those of nicecall, autocalls; start it with one, such as key: ['my-key=combined']",
    )
  })

  test('are given by generation: of an edition that pages in no other way, if there is one', async () => {
    await using mock = await startMock({ key: ['both=combined', 'pages=aiployees'] })
    expect([mock.token('page'), mock.token('cursor')]).toEqual(['pages', 'both'])

    await using paged = await startMock({ key: ['pages=nicecall'] })
    expect(() => paged.token('cursor')).toThrow(
      "the mock has no token of the generation cursor; there are those of nicecall; start it with one, such as key: ['my-key=autocalls']",
    )
  })

  test('are those of a replaced dataset until the reset', async () => {
    await using mock = await startMock({ dataset: twoUsers })
    await mock.dataset.replace({ ...twoUsers, tokens: [{ id: 9, user_id: 2, plain: 'new' }] })
    expect(mock.token()).toBe('new')
    expect(await ask(mock.url, 'new')).toMatchObject({ status: 200 })
    await mock.reset()
    expect(mock.token()).toBe('one')
    expect(await ask(mock.url, 'new')).toMatchObject({ status: 401 })
  })
})

describe('users', () => {
  test('have rows and tokens of their own', async () => {
    await using mock = await startMock({ dataset: 'thirty' })
    const user = await mock.createUser({
      name: 'Ada',
      editions: ['combined', 'nicecall'],
      dataset: { generate: 3 },
    })
    expect(user).toMatchObject({ name: 'Ada', url: mock.url })
    expect(user.tokens.map(({ edition }) => edition)).toEqual(['combined', 'nicecall'])
    expect(await ask(user.url, user.token('nicecall'))).toMatchObject({ total: 3 })
    expect(await ask(mock.url, mock.token())).toMatchObject({ total: 30 })
    expect(() => user.token('autocalls')).toThrow(
      `user ${user.id} has no token of the edition autocalls; there are those of combined, nicecall`,
    )
  })

  test('are listed and found with those of the start', async () => {
    await using mock = await startMock({ dataset: twoUsers })
    const user = await mock.createUser()
    expect(idsOf(await mock.users.list())).toEqual([1, 2, user.id])
    expect(await mock.users.find(user.id)).toMatchObject({ id: user.id, tokens: user.tokens })
    expect(await mock.users.find(99)).toBeUndefined()
  })

  test('can be deleted, but for those of the start', async () => {
    await using mock = await startMock({ dataset: twoUsers })
    const user = await mock.createUser()
    await user.delete()
    expect(await ask(mock.url, user.token())).toMatchObject({ status: 401 })
    await expect(user.delete()).rejects.toMatchObject({ status: 404 })
    await expect(mock.users.delete(1)).rejects.toMatchObject({ status: 409 })
  })

  test('are deleted when they are disposed of, also when they are gone already', async () => {
    await using mock = await startMock({ dataset: twoUsers })
    {
      await using first = await mock.createUser()
      await using second = await mock.createUser()
      await first.delete()
      expect(idsOf(await mock.users.list())).toEqual([1, 2, second.id])
    }
    expect(idsOf(await mock.users.list())).toEqual([1, 2])
  })

  test('rejects options with the path of what is wrong', async () => {
    await using mock: Mock = await startMock({ dataset: twoUsers })
    await expect(mock.createUser({ ttl_seconds: 0 })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('ttl_seconds'),
      errors: [{ path: 'ttl_seconds', message: expect.any(String) }],
    })
  })
})
