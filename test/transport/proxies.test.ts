import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type StartedMock, startMock } from '../../src/index.ts'
import { cli, inherited } from '../cli/program.ts'

const library = new URL('../../src/index.ts', import.meta.url).href

/** A proxy that answers every request itself. */
const proxy = createServer((request, response) => {
  seen.push(`${request.method} ${request.url}`)
  response.writeHead(502).end('of the proxy')
}).on('connect', (request, socket) => {
  seen.push(`CONNECT ${request.url}`)
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
})
const seen: string[] = []
let mock: StartedMock

beforeAll(async () => {
  mock = await startMock({ dataset: 'fifteen', adminToken: 'an-admin-token' })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  await mock.close()
  proxy.close()
})
afterEach(() => void seen.splice(0))

async function run(args: readonly string[]): Promise<string> {
  const { port } = z.object({ port: z.int() }).parse(proxy.address())
  const address = `http://127.0.0.1:${port}`
  const proxies = Object.fromEntries(
    ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'].map((name) => [name, address]),
  )
  const env = {
    ...inherited,
    TMPDIR: tmpdir(),
    XDG_RUNTIME_DIR: tmpdir(),
    NODE_USE_ENV_PROXY: '1',
    ...proxies,
  }
  return (await promisify(execFile)(process.execPath, args, { env, timeout: 60_000 })).stdout
}

const options = { timeout: 90_000 }

test.each<[string, () => string[], RegExp]>([
  ['health', () => ['health', '--url', mock.url], /^ready: /],
  [
    'health by name',
    () => ['health', '--url', mock.url.replace('127.0.0.1', 'localhost')],
    /^ready: /,
  ],
  [
    'lint',
    () => ['lint', '--url', mock.url, '--admin-token', 'an-admin-token', '--allow-none'],
    /no list was requested|^no findings/,
  ],
  ['compare', () => ['compare', '--url', mock.url, '--token', mock.token()], /the same/],
  ['compare with a mock of its own', () => ['compare', '--dataset', 'fifteen'], /the same/],
  ['exec --lint', () => ['exec', '--lint', '--allow-none', '--', 'true'], /^$/],
])('%s goes past the proxies of the environment', options, async (_name, args, output) => {
  expect(await run([cli, ...args()])).toMatch(output)
  expect(seen).toEqual([])
})

test('the handle goes past them, where fetch() does not', options, async () => {
  const script = `
    import { connect, startMock } from ${JSON.stringify(library)}
    await using own = await startMock({ dataset: 'fifteen' })
    await own.reset()
    const mock = await connect(${JSON.stringify(mock.url)}, 'an-admin-token')
    const { same } = await mock.compareEditions()
    const isReached = await fetch(mock.url).then(() => true, () => false)
    console.log(same, isReached)`
  expect(await run(['--input-type=module', '--eval', script])).toBe('true false\n')
  expect(seen).toHaveLength(1)
})

test('a command of exec goes past them', options, async () => {
  const script =
    "fetch(process.env.CONVERSATIONS_MOCK_URL + '/readyz').then(({ status }) => console.log(status))"
  expect(await run([cli, 'exec', '--', process.execPath, '-e', script])).toBe('200\n')
  expect(seen).toEqual([])
})

test('a host elsewhere is reached as the environment says', options, async () => {
  const script = `
    import { connect } from ${JSON.stringify(library)}
    await connect('http://mock.example', 'an-admin-token').catch(({ message }) => console.log(message))`
  expect(await run(['--input-type=module', '--eval', script])).toContain(
    'http://mock.example/__admin/users answered 502',
  )
  expect(seen).toHaveLength(1)
})
