import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as read } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openSettingsFile } from '../../src/cli/write-settings.ts'
import { nextTurn } from '../../src/clock/real-time.ts'
import { startMock } from '../../src/index.ts'
import { cli, inherited, runIn } from './program.ts'

const root = mkdtempSync(join(tmpdir(), 'calibrate-test-'))
afterAll(() => rmSync(root, { recursive: true }))
const folderOf = (): string => mkdtempSync(join(root, 'folder-'))
const FILE = 'conversations-mock.config.json'
const TOKEN = 'token-of-the-live-account'

const argvOf = (url: string, ...more: string[]): string[] =>
  ['calibrate', '--live', url, '--token-env', 'LIVE_TOKEN', '--pause', '0'].concat(more)

describe('calibrate', () => {
  test('prints a table, and writes what was told beside what is there', async () => {
    await using mock = await startMock({ key: `${TOKEN}=autocalls`, rateLimit: 90, laravel: 12 })
    const folder = folderOf()
    writeFileSync(
      join(folder, FILE),
      '{\n\t"port": 4080,\n\t"laravel": 11,\n\t"names": ["a", "b"],\n\t"generate": 1e3\n}\n',
    )
    const env = { LIVE_TOKEN: `Bearer ${TOKEN}\n` }
    const { code, out, err } = await runIn(folder, argvOf(mock.url, '--write'), env)
    expect({ code, err }).toEqual({
      code: 0,
      err: `conversations-mock: ${FILE} now has laravel, edition, cursorKeys, order, jsonErrors, rateLimit, publicUrl, trustProxies, assistantsEnvelope of the API\n`,
    })
    expect(out).toMatch(/^edition +autocalls +GET \/api\/user\/conversations → a list by cursor/m)
    expect(out).toMatch(/^urls +- +cannot be told: its lists have no URLs of other pages$/m)
    expect(out).not.toContain(TOKEN)
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe(
      '{\n\t"port": 4080,\n\t"laravel": 12,\n\t"names": ["a", "b"],\n\t"generate": 1e3,\n' +
        '\t"edition": "autocalls",\n\t"cursorKeys": 5,\n\t"order": "id",\n\t"jsonErrors": "always",\n' +
        '\t"rateLimit": 90,\n\t"publicUrl": "request",\n\t"trustProxies": false,\n\t"assistantsEnvelope": false\n}\n',
    )
    const again = await runIn(folder, argvOf(mock.url, '--write', '--json'), env)
    expect(again.err).toBe(`conversations-mock: ${FILE} has these settings already\n`)
    expect(JSON.parse(again.out)).toMatchObject({
      settings: { edition: 'autocalls', laravel: 12 },
      complete: true,
    })
  })

  test('is 1 when the budget ends before the questions', async () => {
    await using mock = await startMock({ key: TOKEN })
    const argv = argvOf(mock.url, '--max-requests', '8')
    const { code, out } = await runIn(folderOf(), argv, { LIVE_TOKEN: TOKEN })
    expect(code).toBe(1)
    expect(out).toContain('8 requests; the other questions were not asked: GET http')
  })

  test('prints its plan with --dry-run, and needs no token for it', async () => {
    const argv = ['calibrate', '--live', 'https://app.example.com/api', '--dry-run']
    const { code, out } = await runIn(folderOf(), argv)
    expect(code).toBe(0)
    const [head, ...lines] = out.trimEnd().split('\n')
    expect(head).toBe('https://app.example.com: at most 60 requests in 900 s, 250 ms between two')
    expect(lines).toHaveLength(40)
    expect(lines[0]).toBe(' 1  GET /api/user/conversations')
    for (const line of lines) expect(line).toMatch(/^[ \d]\d {2}(?:GET|HEAD|OPTIONS) \/api\/\S+/)
  })

  const wrong: [string, string[], string][] = [
    ['no URL', [], 'which API? Give its URL with --live https://app.example.com'],
    ['no token', ['--live', 'https://app.example.com'], 'which token? Name the environment'],
    [
      'a token in place of a name',
      ['--live', 'https://app.example.com', '--token-env', TOKEN],
      '--token-env must name an environment variable that holds the token; the one it names is',
    ],
    ['a token', ['--live', 'https://a.example', '--token', TOKEN], '--token is not an option'],
    ['a URL that is none', ['--live', 'nowhere'], '--live "nowhere" is no URL to ask'],
    ['no budget', ['--live', 'https://a.example', '--max-requests', '0'], '--max-requests must be'],
    ['a long pause', ['--live', 'https://a.example', '--pause', '1h'], '--pause must be a whole'],
  ]
  test.each(wrong)('is 2 with %s, and repeats no secret', async (_title, argv, message) => {
    const { code, out, err } = await runIn(folderOf(), ['calibrate', ...argv])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
    expect(err).not.toContain(TOKEN)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  test.each(['{"port": 4080', '[1]', '"x"'])('asks nothing for the file %s', async (text) => {
    const folder = folderOf()
    writeFileSync(join(folder, FILE), text)
    const argv = argvOf('http://127.0.0.1:1', '--write')
    const { code, err } = await runIn(folder, argv, { LIVE_TOKEN: TOKEN })
    expect(code).toBe(2)
    expect(err).toContain(FILE)
    expect(err).not.toContain('has no answer')
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe(text)
  })
})

type Handle = (request: IncomingMessage, response: ServerResponse) => void

const hostile: [string, Handle, string][] = [
  [
    'an answer without end',
    (_request, response) => {
      const more = (): void => void response.write('x'.repeat(262_144), () => setImmediate(more))
      more()
    },
    'has no answer (it goes on after 8388608 bytes)',
  ],
  [
    'ten megabytes',
    (_request, response) => response.end(`{"data":["${'x'.repeat(10_485_760)}"]}`),
    'has no answer (it goes on after 8388608 bytes)',
  ],
  [
    'HTML',
    (_request, response) => response.setHeader('Content-Type', 'text/html').end('<h1>Hi</h1>'),
    'answers 200 with "text/html" that is no list of conversations; is --live this API?',
  ],
  [
    'broken JSON',
    (_request, response) => response.end('{"data":[{"id":'),
    'answers 200 with "no type" that is no list of conversations',
  ],
  [
    'a redirect to elsewhere',
    (_request, response) =>
      response.writeHead(302, { Location: 'https://elsewhere.example/login' }).end(),
    'answers 302 and leads to "https://elsewhere.example/',
  ],
  ['a closed connection', (request) => request.socket.destroy(), 'has no answer (the connection'],
  [
    'a refusal',
    (_request, response) => response.writeHead(403).end('{"message":"\\u001b[2J no"}'),
    'answers 403 ("\\u001b[2J no"); check the token',
  ],
  [
    'a long wait',
    (_request, response) => response.writeHead(503, { 'Retry-After': '7200' }).end(),
    'answers 503 and asks to wait 7200 s, longer than the 60 s',
  ],
]

describe('calibrate is 2 with one sentence for', () => {
  test.each(hostile)('%s', async (_title, handle, message) => {
    const server = createServer((request, response) => {
      response.setHeader('X-Mock-Fault', 'hostile')
      handle(request, response)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = z.object({ port: z.int() }).parse(server.address())
    const folder = folderOf()
    writeFileSync(join(folder, FILE), '{"port":1}')
    try {
      const argv = argvOf(`http://127.0.0.1:${port}`, '--write')
      const { code, out, err } = await runIn(folder, argv, { LIVE_TOKEN: TOKEN })
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain(message)
      expect(err).toMatch(/^conversations-mock: [^\n]+\n$/)
      // oxlint-disable-next-line no-control-regex
      expect(err).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
      expect(readFileSync(join(folder, FILE), 'utf8')).toBe('{"port":1}')
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})

async function writeInto(text: string | undefined, settings: Record<string, unknown>) {
  const file = join(folderOf(), FILE)
  if (text !== undefined) writeFileSync(file, text)
  await openSettingsFile(file).write(settings)
  return readFileSync(file, 'utf8')
}

function start(url: string, ...more: string[]) {
  const argv = ['calibrate', '--live', url, ...more]
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: folderOf(),
    env: inherited,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = Promise.all([once(child, 'close'), read(child.stdout), read(child.stderr)])
  return { child, ended }
}

describe('calibrate in a process of its own', () => {
  test('reads the token from stdin, which may stay open', async () => {
    await using mock = await startMock({ key: TOKEN })
    const { child, ended } = start(mock.url, '--pause', '0', '--json')
    child.stdin.write(`${TOKEN}\n`)
    const [[code], out] = await ended
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ settings: { edition: 'combined' } })
  })

  test.skipIf(process.platform === 'win32')('ends at SIGINT, and writes nothing', async () => {
    await using mock = await startMock({ key: TOKEN })
    const { child, ended } = start(mock.url, '--pause', '60000', '--write')
    child.stdin.end(TOKEN)
    while ((await mock.requests.count()) === 0) await nextTurn()
    child.kill('SIGINT')
    const [[code], out, err] = await ended
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^conversations-mock: GET \S+ is not waited for: it was stopped\n$/)
  })
})

describe('settings in a config file', () => {
  test.each([
    [undefined, '{\n  "urls": "bare",\n  "laravel": 12\n}\n'],
    ['{}', '{\n  "urls": "bare",\n  "laravel": 12\n}'],
    ['{"laravel":11}', '{"laravel":12,"urls":"bare"}'],
    [
      '{ "a": {"urls": 1, "b": "}"} }',
      '{ "a": {"urls": 1, "b": "}"}, "urls": "bare", "laravel": 12 }',
    ],
    [
      '{\r\n    "laravel" : 11 ,\r\n    "x": [1, 2]\r\n}\r\n',
      '{\r\n    "laravel" : 12 ,\r\n    "x": [1, 2],\r\n    "urls": "bare"\r\n}\r\n',
    ],
    ['{"u\\u0072ls":"withQueryString","laravel":12}', '{"u\\u0072ls":"bare","laravel":12}'],
  ])('%j', async (before, after) => {
    expect(await writeInto(before, { urls: 'bare', laravel: 12 })).toBe(after)
  })
})
