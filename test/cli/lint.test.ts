import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { NotedMock } from '../../src/cli/find-mock.ts'
import { parseCommandLine } from '../../src/cli/flags.ts'
import { runLint } from '../../src/cli/lint.ts'
import { loadJudged } from '../../src/cli/judged-mock.ts'
import { execLintOptionsOf, lintOptionsOf } from '../../src/cli/lint-options.ts'
import type { Report } from '../../src/judge/schemas.ts'
import { openLine } from '../../src/transport/direct.ts'
import { makeFinding, makeReport, makeWalk } from '../reports/sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'lint-test-'))
const asked: string[] = []
let served: Report = makeReport()
let url = ''

/** Serves a report and a walk as a mock does. */
const server = createServer(({ url: target = '', headers }, response) => {
  asked.push(target)
  const isKnown = headers.authorization === 'Bearer admin-token'
  const body = isKnown
    ? target.startsWith('/__admin/findings')
      ? served
      : { total: 1, walks: [makeWalk({ findings: ['filters-lost'] })] }
    : { message: 'the admin token is missing or wrong', errors: [] }
  response
    .writeHead(isKnown ? 200 : 401, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(body))
})

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${z.object({ port: z.int() }).parse(server.address()).port}`
})
beforeEach(() => {
  asked.length = 0
  served = makeReport([makeFinding()])
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

type Settings = {
  readonly env?: Record<string, string>
  readonly found?: NotedMock
  readonly summaryFile?: string
}

/** Runs `lint` with the words of a command line. */
async function lint(words: readonly string[], { env = {}, found, summaryFile }: Settings = {}) {
  const printed: string[] = []
  const notes: string[] = []
  const code = await runLint(parseCommandLine(['lint', ...words]), env, {
    print: async (text) => void printed.push(text),
    notify: (line) => void notes.push(line),
    isColored: false,
    summaryFile,
    findMock: async () => found,
  })
  return { code, out: printed.join(''), notes }
}

const noted = (address = url, problem?: string): NotedMock => ({
  url: address,
  count: 1,
  problem,
  line: openLine(),
})

const known = () => ['--url', url, '--admin-token', 'admin-token']

const inEnvironment = (): Record<string, string> => ({
  CONVERSATIONS_MOCK_URL: `${url}/`,
  CONVERSATIONS_MOCK_ADMIN_TOKEN: 'admin-token',
})

const flagsOf = (...words: string[]) => parseCommandLine(words).flags

const execOptions = (...words: string[]) =>
  execLintOptionsOf(flagsOf('exec', ...words, '--', 'npm', 'test', '--lint=note'))

describe('the exit code', () => {
  test.each<[number, string, Report, string[]]>([
    [0, 'nothing was found', makeReport(), []],
    [1, 'there is an error', makeReport([makeFinding()]), []],
    [1, 'there is a warning', makeReport([makeFinding({ severity: 'warning' })]), []],
    [0, 'there is a note', makeReport([makeFinding({ severity: 'note' })]), []],
    [
      1,
      'there is a note, and the level is that',
      makeReport([makeFinding({ severity: 'note' })]),
      ['--level', 'note'],
    ],
    [
      0,
      'there is a warning, and the level is error',
      makeReport([makeFinding({ severity: 'warning' })]),
      ['--level', 'error'],
    ],
    [
      0,
      'the mock silences it',
      makeReport([makeFinding({ silenced: 'known' })]),
      ['--level', 'note'],
    ],
    [
      0,
      'the command silences it',
      makeReport([makeFinding()]),
      ['--silence', 'filters-lost=known'],
    ],
    [
      1,
      'the command silences another',
      makeReport([makeFinding()]),
      ['--silence', 'tiny-pages=known'],
    ],
  ])('is %i when %s', async (expected, _title, report, words) => {
    served = report
    expect((await lint([...known(), ...words])).code).toBe(expected)
  })
})

describe('a mock whose list nobody requested', () => {
  beforeEach(() => {
    served = makeReport([], { requests: 0, walks: 0 })
  })

  test('is 2, for a check that saw nothing must not pass', async () => {
    expect(await lint(known())).toEqual({
      code: 2,
      out: expect.stringMatching(/^nothing was judged, because no list was requested\n/),
      notes: [
        'nobody has requested the list of this mock yet, or its journal was emptied; run the client first (--allow-none lets that pass)',
      ],
    })
  })

  test('is 0 where that is meant', async () => {
    expect(await lint([...known(), '--allow-none'])).toMatchObject({ code: 0, notes: [] })
  })

  test('is not 2 when requests left the journal', async () => {
    served = makeReport([], { requests: 0, walks: 0, forgotten: 3 })
    expect((await lint(known())).code).toBe(0)
  })

  test.each([
    ['json', /"passed": false/],
    [
      'junit',
      /failures="1"[^]*<failure message="nothing was judged, because no list was requested" type="no-requests"\/>/,
    ],
    [
      'github',
      /^::error title=conversations-mock%3A nothing was judged::nothing was judged, because no list was requested\n/,
    ],
    ['sarif', /"executionSuccessful": false/],
  ])('is a failure in the format %s', async (format, expected) => {
    expect((await lint([...known(), '--format', format])).out).toMatch(expected)
    expect((await lint([...known(), '--format', format, '--allow-none'])).out).not.toMatch(expected)
  })
})

describe('the report', () => {
  test('is printed', async () => {
    expect(await lint(known())).toEqual({
      code: 1,
      out: expect.stringMatching(
        /^1 error in 3 walks \(14 requests\)\n\nerror filters-lost: [^]*\n$/,
      ),
      notes: [],
    })
  })

  test('is written to a file, and a failure is said all the same', async () => {
    const file = join(folder, 'report.xml')
    expect(await lint([...known(), '--format', 'junit', '--output', file])).toEqual({
      code: 1,
      out: '',
      notes: [`1 error in 3 walks (14 requests); see ${file}`],
    })
    expect(readFileSync(file, 'utf8')).toMatch(/^<\?xml[^]*<\/testsuites>\n$/)
  })

  test('has neither findings nor walks of rules that the command silences', async () => {
    const words = [
      '--silence',
      'filters-lost=the vendor = knows',
      '--silence',
      'tiny-pages=a test',
      '--format',
      'json',
    ]
    const { out } = await lint([...known(), ...words])
    expect(JSON.parse(out)).toMatchObject({
      passed: true,
      report: { counts: { error: 0, silenced: 1 }, findings: [{ silenced: 'the vendor = knows' }] },
      walks: [{ findings: [] }],
    })
  })

  test('is that of a user', async () => {
    await lint([...known(), '--user', '7'])
    expect(asked.map((target) => new URL(target, url).searchParams.get('user'))).toEqual(['7', '7'])
  })

  test('takes walks for over, unless the clients still run', async () => {
    await lint(known())
    await lint([...known(), '--live'])
    expect(asked.map((target) => new URL(target, url).searchParams.get('live'))).toEqual([
      null,
      null,
      'true',
      'true',
    ])
  })

  test('is appended to the summary of a job', async () => {
    const summaryFile = join(folder, 'summary.md')
    writeFileSync(summaryFile, 'before\n')
    const { out } = await lint([...known(), '--format', 'github'], { summaryFile })
    expect(out).toMatch(/^::error /)
    expect(readFileSync(summaryFile, 'utf8')).toMatch(
      /^before\n### conversations-mock: 1 error [^]*<\/details>\n$/,
    )
  })

  test('leaves the summary alone in other formats', async () => {
    const summaryFile = join(folder, 'untouched.md')
    writeFileSync(summaryFile, '')
    await lint(known(), { summaryFile })
    expect(readFileSync(summaryFile, 'utf8')).toBe('')
  })
})

describe('the mock', () => {
  test('may be named by the environment', async () => {
    expect((await lint([], { env: inEnvironment() })).code).toBe(1)
  })

  test('is found by itself, and then named', async () => {
    const { code, notes } = await lint(['--admin-token', 'admin-token'], { found: noted() })
    expect({ code, notes }).toEqual({
      code: 1,
      notes: [`asking ${url.replace('127.0.0.1', 'localhost')}`],
    })
  })

  test('gets no token when it was found and is another', async () => {
    const found = noted(url, 'is not the mock that noted this address')
    await expect(lint(['--admin-token', 'admin-token'], { found })).rejects.toThrow(
      `the admin token was not sent: ${url} is not the mock that noted this address; name a mock with --url`,
    )
    expect(asked).toEqual([])
  })

  test.each(['/', '/api', '/api/user/conversations?page=2'])(
    'may be named with %s behind it',
    async (path) => {
      expect((await lint(['--url', url + path, '--admin-token', 'admin-token'])).code).toBe(1)
      expect(asked[0]).toBe('/__admin/findings')
    },
  )

  test('is that of the flag first, then of the environment', async () => {
    const others = { ...inEnvironment(), CONVERSATIONS_MOCK_URL: 'http://localhost:1' }
    expect(
      (await lint(['--url', url], { env: others, found: noted('http://127.0.0.1:1') })).code,
    ).toBe(1)
    expect(
      (await lint([], { env: inEnvironment(), found: noted('http://127.0.0.1:1') })).code,
    ).toBe(1)
  })
})

describe('rejects with what to do', () => {
  test.each<[string, () => string[], string | RegExp]>([
    ['no mock', () => ['--admin-token', 'x'], 'no running mock was found; name one with --url'],
    [
      'no URL',
      () => ['--url', 'localhost:4080', '--admin-token', 'x'],
      '--url must be a URL such as http://localhost:4080, not "localhost:4080"',
    ],
    [
      'no admin token',
      () => ['--url', url],
      'which admin token? The mock printed it when it started; give it with --admin-token or CONVERSATIONS_MOCK_ADMIN_TOKEN',
    ],
    [
      'a URL of something else',
      () => ['--url', `${url}/docs`, '--admin-token', 'x'],
      '--url must be the origin of the mock, such as http://127.0.0.1:',
    ],
    [
      'a wrong admin token',
      () => ['--url', url, '--admin-token', 'x'],
      'the admin token is wrong; give the one that the mock printed when it started, with --admin-token',
    ],
    [
      'a mock that is gone',
      () => ['--url', 'http://127.0.0.1:9', '--admin-token', 'x'],
      /^the mock at http:\/\/127.0.0.1:9 does not answer \(.*\); is it running\?$/,
    ],
    [
      'https',
      () => ['--url', url.replace('http', 'https'), '--admin-token', 'x'],
      'does not speak https; try http://127.0.0.1:',
    ],
    [
      'an unknown level',
      () => [...known(), '--level', 'fatal'],
      '--level must be one of error, warning, note, not "fatal"',
    ],
    [
      'an unknown format',
      () => [...known(), '--format', 'xml'],
      '--format must be one of text, json, junit, github, sarif, not "xml"',
    ],
    [
      'a user who is none',
      () => [...known(), '--user', 'me'],
      '--user must be the id of a user, such as 1, not "me"',
    ],
    [
      'a silence without a reason',
      () => [...known(), '--silence', 'filters-lost'],
      '--silence needs a rule and the reason',
    ],
    [
      'a silence with an empty reason',
      () => [...known(), '--silence', 'filters-lost= '],
      '--silence needs a rule and the reason',
    ],
    [
      'a silence of no rule',
      () => [...known(), '--silence', 'filter-lost=x'],
      '--silence knows no rule "filter-lost"; there are cursor-not-issued, ',
    ],
    [
      'a file in no folder',
      () => [...known(), '--output', join(folder, 'none', 'x')],
      `--output ${join(folder, 'none', 'x')}: the folder ${join(folder, 'none')} does not exist; create it first`,
    ],
    [
      'a folder for a file',
      () => [...known(), '--output', folder],
      `--output ${folder}: it is a folder; name a file`,
    ],
  ])('%s', async (_title, words, message) => {
    await expect(lint(words())).rejects.toThrow(message)
    expect(asked.length).toBeLessThan(2)
  })

  test('a URL of the environment by the name of that', async () => {
    const env = { ...inEnvironment(), CONVERSATIONS_MOCK_URL: 'localhost' }
    await expect(lint([], { env })).rejects.toThrow(
      'CONVERSATIONS_MOCK_URL must be a URL such as http://localhost:4080, not "localhost"',
    )
  })

  test('a mock that does not judge', async () => {
    served = makeReport([], { judged: false })
    await expect(lint(known())).rejects.toThrow('nothing was judged, because judging is turned off')
  })
})

/** The message of lint about a server that is no mock. */
async function refusalBy(other: TcpServer, milliseconds = 60_000): Promise<string> {
  const sockets = new Set<Socket>()
  other.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)))
  await once(other.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${z.object({ port: z.int() }).parse(other.address()).port}`
  const limits = { milliseconds, bytes: 1_000_000 }
  const refusal = await loadJudged({ url: origin, adminToken: 'admin-token', limits }).then(
    () => 'no refusal',
    ({ name, message }: Error) => `${name}: ${message}`,
  )
  for (const socket of sockets) socket.destroy()
  other.close()
  return refusal.replaceAll(origin, 'ORIGIN')
}

const json =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'Content-Type': 'application/json' }).end(body)

describe('something that is no mock is said to be none:', () => {
  const NOT_A_MOCK = 'and not as a mock does; is ORIGIN one?'

  test.each<[string, RequestListener, string]>([
    [
      'a web page',
      (_request, response) => void response.end('<html>'),
      `answered 200, ${NOT_A_MOCK}`,
    ],
    [
      'an empty answer',
      (_request, response) => void response.writeHead(204).end(),
      'answered JSON that is no report; is ORIGIN a mock?',
    ],
    [
      'another API',
      json(200, '{"judged":"maybe"}'),
      'answered JSON that is no report; is ORIGIN a mock?',
    ],
    [
      'an API that wants another token',
      json(401, '{"message":"Unauthenticated."}'),
      `answered 401, ${NOT_A_MOCK}`,
    ],
    [
      'an API that knows no such route',
      json(404, '{"message":"Not Found","errors":{}}'),
      `answered 404, ${NOT_A_MOCK}`,
    ],
    ['an API that fails', json(500, 'null'), `answered 500, ${NOT_A_MOCK}`],
    [
      'a redirect',
      (_request, response) =>
        void response.writeHead(302, { Location: 'http://127.0.0.1:9/login' }).end(),
      `answered 302 and leads to http://127.0.0.1:9/login, ${NOT_A_MOCK}`,
    ],
    [
      'an answer without end',
      (_request, response) => {
        const chunk = Buffer.alloc(100_000, ' ')
        const go = (): void =>
          void (
            response.destroyed ||
            (response.write(chunk) ? setImmediate(go) : response.once('drain', go))
          )
        go()
      },
      `answered 200, ${NOT_A_MOCK}`,
    ],
  ])('%s', async (_title, answer, message) => {
    expect(await refusalBy(createServer(answer))).toBe(
      `AdminError: ORIGIN/__admin/findings ${message}`,
    )
  })

  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{'

  test.each<[string, (socket: Socket) => void, string, number?]>([
    [
      'one that speaks something else',
      (socket) => void socket.end('220 smtp ready\r\n'),
      'it does not speak HTTP',
    ],
    ['one that breaks off', (socket) => void socket.end(half), 'the connection was cut'],
    ['one that never answers', () => undefined, 'not within 0.2 s', 200],
    ['one that never ends', (socket) => void socket.write(half), 'not within 0.2 s', 200],
  ])('%s', async (_title, answer, reason, milliseconds) => {
    // It closes after the first request, because closing with unread bytes resets the connection.
    const other = createTcpServer((socket) => void socket.once('data', () => answer(socket)))
    expect(await refusalBy(other, milliseconds)).toMatch(
      new RegExp(`^AdminError: the mock at ORIGIN does not answer \\(${reason}\\)`),
    )
  })
})

describe('the flags', () => {
  test('of lint have defaults', () => {
    expect(lintOptionsOf(flagsOf('lint'), 'level')).toEqual({
      level: 'warning',
      format: 'text',
      output: undefined,
      allowsNone: false,
    })
  })

  test.each([
    [[], undefined],
    [['--silence', 'tiny-pages=x'], undefined],
    [['--lint'], { level: 'warning', format: 'text', output: undefined, allowsNone: false }],
    [['--lint=error'], { level: 'error', format: 'text', output: undefined, allowsNone: false }],
    [
      ['--lint', '--port', '0', '--format', 'junit', '--output', 'x.xml'],
      { level: 'warning', format: 'junit', output: 'x.xml', allowsNone: false },
    ],
  ])('of exec %j mean %j', (words, expected) => {
    expect(execOptions(...words)).toEqual(expected)
  })

  test.each([
    [['--lint=all'], '--lint must be one of error, warning, note, not "all"'],
    [['--lint='], '--lint must be one of error, warning, note, not ""'],
    [
      ['--format', 'json'],
      '--format needs --lint: conversations-mock exec --lint --format json -- npm test',
    ],
    [
      ['--output', 'x.txt'],
      '--output needs --lint: conversations-mock exec --lint --output x.txt -- npm test',
    ],
    [['--output', "it's"], "conversations-mock exec --lint --output 'it'\\''s' -- npm test"],
    [
      ['--allow-none'],
      '--allow-none needs --lint: conversations-mock exec --lint --allow-none -- npm test',
    ],
    [['--lint', 'error'], 'write --lint=error'],
  ])('of exec %j are refused', (words, message) => {
    expect(() => execOptions(...words)).toThrow(message)
  })
})
