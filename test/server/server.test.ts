import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import {
  AdminError,
  connect as connectTo,
  type Mock,
  type Options,
  startMock,
} from '../../src/index.ts'

const Page = z.object({
  data: z.array(z.object({ id: z.string() })),
  last_page: z.int(),
  total: z.int(),
  next_page_url: z.string().nullable(),
})

const ask = async (mock: Mock, query = '', key = mock.tokens[0]?.plain) =>
  Page.parse(
    await (
      await fetch(`${mock.url}/api/user/conversations${query}`, {
        headers: { Authorization: `Bearer ${key}` },
      })
    ).json(),
  )

describe('the library', () => {
  test('pages through all conversations', async () => {
    await using mock = await startMock({ edition: 'nicecall', generate: 40 })
    const ids: string[] = []
    for (let page = 1, last = 1; page <= last; page++) {
      const { data, last_page } = await ask(mock, `?page=${page}`)
      ids.push(...data.map((row) => row.id))
      last = last_page
    }
    expect(new Set(ids).size).toBe(40)
  })

  test('the demo dataset has the total of the public example', async () => {
    await using mock = await startMock()
    expect(await ask(mock)).toMatchObject({ total: 68, last_page: 5 })
    expect(await ask(mock, '', 'second-user-demo-key')).toMatchObject({ total: 12 })
  })

  test('lists the tokens that are valid, with the edition each meets', async () => {
    const tokens = [
      { id: 1, user_id: 1, plain: 'none' },
      { id: 2, user_id: 1, plain: 'own', edition: 'autocalls' as const },
      { id: 3, user_id: 1, plain: 'old', expires_at: '2020-01-01 00:00:00' },
    ]
    await using mock = await startMock({
      edition: 'nicecall',
      dataset: { users: [{ id: 1 }], tokens, assistants: [], conversations: [] },
      key: ['more=combined'],
    })
    expect(mock.tokens).toEqual([
      { id: 1, user_id: 1, plain: 'none', edition: 'nicecall' },
      { id: 2, user_id: 1, plain: 'own', edition: 'autocalls' },
      { id: 4, user_id: 1, plain: 'more', edition: 'combined' },
    ])
  })

  test('reset empties the limiter and lets the clock run again', async () => {
    await using mock = await startMock({ rateLimit: 1 })
    const status = async () =>
      (
        await fetch(`${mock.url}/api/user/conversations`, {
          headers: { Authorization: 'Bearer combined-demo-key' },
        })
      ).status
    mock.setClock(1_000_000)
    expect([await status(), await status()]).toEqual([200, 429])
    await mock.reset()
    expect(await status()).toBe(200)
  })

  test('runs many mocks at once and frees their ports', async () => {
    const mocks = await Promise.all(Array.from({ length: 10 }, () => startMock({ dataset: 'one' })))
    expect(new Set(mocks.map(({ url }) => url)).size).toBe(10)
    await Promise.all(mocks.map((mock) => mock.close()))
    // Another mock may already have the port, but it refuses this admin token.
    for (const { url, adminToken } of mocks)
      await expect(connectTo(url, adminToken)).rejects.toThrow(AdminError)
  })

  test('refuses an option that it does not know', async () => {
    const options: object = { prot: 1 }
    await expect(startMock(options)).rejects.toThrow('prot is not a setting')
  })
})

describe('listening', () => {
  const taken: ReturnType<typeof createServer>[] = []
  afterEach(() => taken.splice(0).forEach((server) => server.close()))

  test('is on the loopback interface in both families', async () => {
    await using mock = await startMock({ dataset: 'empty' })
    const { port } = new URL(mock.url)
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
    if (await hasIpv6()) expect((await fetch(`http://[::1]:${port}/livez`)).status).toBe(200)
  })

  test('says so when the port is taken', async () => {
    const server = createServer()
    taken.push(server)
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      }),
    )
    await expect(startMock({ port })).rejects.toThrow(
      `port ${port} is in use; choose another with --port`,
    )
  })

  test('closing lets an answer under way finish and does not wait for idle connections', async () => {
    const mock = await startMock({ generate: 200 })
    const idle = connect(Number(new URL(mock.url).port), '127.0.0.1')
    await new Promise((resolve) => idle.once('connect', resolve))
    const pending = ask(mock, '?per_page=100')
    await Promise.all([pending, pending.then(() => mock.close())])
    expect((await pending).data).toHaveLength(100)
    idle.destroy()
  })
})

describe('a start that fails closes what it opened:', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rejected-'))
  const withoutUsers = { users: [], tokens: [], assistants: [], conversations: [] }
  const ownToken = {
    ...withoutUsers,
    users: [{ id: 1 }],
    tokens: [{ id: 1, user_id: 1, plain: 'own' }],
  }
  const row = {
    id: 1,
    uuid: 'a',
    assistant_id: 9,
    type: 'test',
    message_count: 0,
    total_cost: 0,
    ai_enabled: true,
  }
  const dates = { created_at: '2025-01-01 00:00:00', updated_at: '2025-01-01 00:00:00' }

  afterAll(() => rmSync(folder, { recursive: true }))

  test.each<[string, () => Options | Promise<Options>]>([
    ['a port in use', async () => ({ port: await takenPort() })],
    ['an address that this machine does not have', () => ({ host: '203.0.113.1' })],
    ['a key with the id of a token', () => ({ key: ['1|another-key'], dataset: ownToken })],
    ['a key for nobody', () => ({ key: ['a-key'], dataset: withoutUsers })],
    ['a dataset that does not exist', () => ({ dataset: join(folder, 'none.json') })],
    [
      'a dataset that contradicts itself',
      () => ({
        datasetJson: JSON.stringify({ ...withoutUsers, conversations: [{ ...row, ...dates }] }),
      }),
    ],
    [
      'a database that holds other rows',
      async () => ({ db: await otherRows(), dataset: 'fifteen' }),
    ],
    ['a database that is none', () => ({ db: noDatabase() })],
  ])('%s', async (name, options) => {
    const given = { db: join(folder, `${name}.db`), ...(await options()) }
    const servers = countServers()
    await expect(startMock(given)).rejects.toThrow(/./)
    if (process.platform === 'linux') expect(openFiles(folder)).toEqual([])
    expect(readdirSync(folder).filter((file) => /-wal$|-shm$|\.seeding$/.test(file))).toEqual([])
    await expect.poll(countServers).toBeLessThanOrEqual(servers)
  })

  async function otherRows(): Promise<string> {
    const db = join(folder, 'other-rows.db')
    await (await startMock({ db, dataset: 'one' })).close()
    return db
  }

  function noDatabase(): string {
    const file = join(folder, 'none.db')
    writeFileSync(file, 'no database'.repeat(1000))
    return file
  }

  async function takenPort(): Promise<number> {
    const mock = await startMock({ dataset: 'empty' })
    closing.push(mock)
    return Number(new URL(mock.url).port)
  }

  const closing: Mock[] = []
  afterAll(() => Promise.all(closing.map((mock) => mock.close())))
})

const countServers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length

/** The files of a folder that this process has open. */
function openFiles(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${descriptor}`)
      return file.startsWith(folder) ? [file] : []
    } catch {
      return []
    }
  })
}

function hasIpv6(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(0, '::1', () => server.close(() => resolve(true)))
  })
}
