import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parseSettings } from '../../src/parse-settings.ts'
import { parseCommandLine } from '../../src/cli/flags.ts'
import { health } from '../../src/cli/health.ts'
import { writeInstance } from '../../src/server/instance-note.ts'
import { createProof } from '../../src/server/instance-proof.ts'
import { type Server as Mock, startServer } from '../../src/server/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'health-'))
const forget: (() => void)[] = []
const { secret, prove } = createProof()
let mock: Mock
let port = ''

beforeAll(async () => {
  mock = await startServer(
    parseSettings([{ values: { port: 0, dataset: 'empty' }, nameOf: (name) => name }]),
    { prove },
  )
  port = new URL(mock.url).port
})
afterAll(async () => {
  await mock.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  for (const name of ['XDG_RUNTIME_DIR', 'TMPDIR']) vi.stubEnv(name, folder)
})
afterEach(() => {
  forget.splice(0).forEach((remove) => remove())
  vi.unstubAllEnvs()
})

const ask = (args: string, env: Record<string, string> = {}): Promise<string> =>
  health(parseCommandLine(['health', ...args.split(' ').filter((word) => word !== '')]), env)

const note = (url: string, of = secret): void => void forget.push(writeInstance(url, of).forget)

describe('the mock that is meant', () => {
  const config = join(folder, 'mock.json')

  test.each<[string, () => [string, Record<string, string>?], string]>([
    ['--port', () => [`--port ${port}`, { PORT: '1' }], '--port'],
    ['--host and --port', () => [`--host localhost --port ${port}`], '--port'],
    ['--url', () => [`--url ${mock.url}/`, { PORT: '1' }], '--url'],
    [
      'CONVERSATIONS_MOCK_URL',
      () => ['', { CONVERSATIONS_MOCK_URL: mock.url, PORT: '1' }],
      'CONVERSATIONS_MOCK_URL',
    ],
    [
      'CONVERSATIONS_MOCK_PORT',
      () => ['', { CONVERSATIONS_MOCK_PORT: port, PORT: '1' }],
      'CONVERSATIONS_MOCK_PORT',
    ],
    ['PORT', () => ['', { PORT: port, HOST: '0.0.0.0' }], 'PORT'],
    ['--config', () => [`--config ${config}`], `${config}: port`],
    [
      'CONVERSATIONS_MOCK_CONFIG',
      () => ['', { CONVERSATIONS_MOCK_CONFIG: config }],
      `${config}: port`,
    ],
  ])('is the one that %s names, whichever runs besides', async (_name, given, origin) => {
    note('http://127.0.0.1:9')
    writeFileSync(config, JSON.stringify({ port: Number(port), generate: 3 }))
    const host = given()[0].includes('localhost') ? 'localhost' : '127.0.0.1'
    expect(await ask(...given())).toBe(`ready: http://${host}:${port}, named by ${origin}`)
  })

  test('is not the one that happens to run', async () => {
    note(mock.url)
    await expect(ask('--port 9')).rejects.toThrow(
      `not ready: http://127.0.0.1:9, named by --port, does not answer (nothing listens there); another mock runs at ${mock.url}`,
    )
  })

  test.each([{}, { PORT: '0' }])('is the one that runs here where %j names none', async (env) => {
    note(mock.url)
    expect(await ask('', env)).toBe(`ready: ${mock.url}, the only mock here`)
  })

  test('is the newest that proves itself', async () => {
    note(mock.url)
    note('http://127.0.0.1:9')
    note(mock.url, 'another secret')
    expect(await ask('')).toBe(`ready: ${mock.url}, the newest of 3 mocks here`)
  })

  test('is not what took over the port of a mock that has gone', async () => {
    note(mock.url, 'another secret')
    await expect(ask('')).rejects.toThrow(
      `not ready: ${mock.url}, the only mock here, is not the mock that noted this address; name a`,
    )
  })

  test('is at the default address where no note of it could be written', async () => {
    const answer = await ask('').catch(({ message }: Error) => message)
    expect(answer).toMatch(/^(not )?ready: http:\/\/127\.0\.0\.1:4080, the default address/)
  })
})

test('waits for the mock that is meant, though others are ready', async () => {
  note(mock.url)
  const late = createServer((_request, response) => response.end('{"status":"ready"}'))
  const free = await portOf(late)
  late.close()
  await once(late, 'close')
  const waiting = ask(`--wait 60 --port ${free}`)
  late.listen(free, '127.0.0.1')
  expect(await waiting).toBe(`ready: http://127.0.0.1:${free}, named by --port`)
  late.close()
})

test('takes no other server for a mock', async () => {
  const other = createServer((_request, response) => response.end('<!doctype html>'))
  const taken = await portOf(other)
  await expect(ask(`--port ${taken}`)).rejects.toThrow(
    'answers GET /readyz, but not as a mock does',
  )
  other.close()
})

test.each([
  ['--port x', '--port must be a whole number from 0 to 65535, not "x"'],
  ['--port 1 --url http://localhost:1', '--url names host and port; leave out --host and --port'],
  ['--url localhost', '--url must be a URL such as http://localhost:4080, not "localhost"'],
])('refuses %s', async (args, message) => {
  await expect(ask(args)).rejects.toThrow(message)
})

async function portOf(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
