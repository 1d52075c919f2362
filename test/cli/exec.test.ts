import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { commandEnvironment, type Exported, runCommand } from '../../src/cli/child-command.ts'
import { AdminError, connect } from '../../src/index.ts'
import { findPort } from '../ports.ts'
import { cli, inherited, runIn } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'exec-test-'))
const Environment = z.record(z.string(), z.string())

const COUNT_ROWS = `
  const { CONVERSATIONS_MOCK_URL: url, CONVERSATIONS_MOCK_TOKEN: token } = process.env
  fetch(url + '/api/user/conversations?per_page=1', { headers: { Authorization: 'Bearer ' + token } })
    .then((response) => response.json())
    .then(({ total }) => console.log(total))`

afterAll(() => rmSync(folder, { recursive: true }))

type Options = { readonly env?: Record<string, string>; readonly input?: string }

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const own = { ...inherited, XDG_RUNTIME_DIR: folder, TMPDIR: folder }
  return spawn(process.execPath, [cli, 'exec', ...args], {
    cwd: folder,
    env: { ...own, ...env },
    stdio: 'pipe',
  })
}

async function run(args: readonly string[], { env, input = '' }: Options = {}) {
  const child = start(args, env)
  if (!child.stdin || !child.stdout || !child.stderr) throw new Error('no pipes')
  child.stdin.end(input)
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return {
    code: z.int().nullable().parse(code),
    signal: z.string().nullable().parse(signal),
    out,
    err,
  }
}

/** Runs a command in this process. It suits commands that print nothing and need no process. */
const runHere = (args: readonly string[], env?: Record<string, string>) =>
  runIn(folder, ['exec', ...args], env)

/** The environment variables that the command gets. */
async function environmentOf(
  args: readonly string[],
  env?: Record<string, string>,
): Promise<Record<string, string>> {
  const file = join(folder, 'environment.json')
  const script = 'fs.writeFileSync(process.argv[1], JSON.stringify(process.env))'
  expect(await runHere([...args, ...node(script, file)], env)).toMatchObject({ code: 0, err: '' })
  return Environment.parse(JSON.parse(readFileSync(file, 'utf8')))
}

const node = (script: string, ...args: string[]): string[] => [
  '--',
  process.execPath,
  '-e',
  script,
  ...args,
]

describe('the command', () => {
  test('finds a mock that is ready, with the rows of the options', async () => {
    expect(await run(['--generate', '33', ...node(COUNT_ROWS)])).toEqual({
      code: 0,
      signal: null,
      out: '33\n',
      err: '',
    })
  })

  test('may steer the mock', async () => {
    const script = `
      const { CONVERSATIONS_MOCK_URL: url, CONVERSATIONS_MOCK_ADMIN_TOKEN: token } = process.env
      fetch(url + '/__admin/status', { headers: { Authorization: 'Bearer ' + token } }).then(({ status }) => console.log(status))`
    expect((await run(node(script))).out).toBe('200\n')
  })

  test('has the stdio and the arguments to itself', async () => {
    const script =
      'process.stdin.pipe(process.stdout); process.stdin.on("end", () => console.error(process.argv.slice(1).join()))'
    const { code, out, err } = await run(node(script, '--', '--port', 'x'), {
      input: 'what it reads',
    })
    expect({ code, out, err }).toEqual({ code: 0, out: 'what it reads', err: '--port,x\n' })
  })

  test('has a token of the edition, and one of each edition that has any', async () => {
    expect(await environmentOf(['--edition', 'autocalls'])).toMatchObject({
      CONVERSATIONS_MOCK_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      CONVERSATIONS_MOCK_TOKEN: 'autocalls-demo-key',
      CONVERSATIONS_MOCK_TOKEN_NICECALL: 'nicecall-demo-key',
      CONVERSATIONS_MOCK_TOKEN_AIPLOYEES: 'aiployees-demo-key',
      CONVERSATIONS_MOCK_TOKEN_AUTOCALLS: 'autocalls-demo-key',
      CONVERSATIONS_MOCK_TOKEN_COMBINED: 'combined-demo-key',
      CONVERSATIONS_MOCK_ADMIN_TOKEN: expect.stringMatching(/^\S{8,}$/),
    })
  })

  test('does not see the settings of the mock', async () => {
    const env = {
      CONVERSATIONS_MOCK_GENERATE: '5',
      CONVERSATIONS_MOCK_PORT: 'x',
      CONVERSATIONS_MOCK_DB: join(folder, 'rows.db'),
      CONVERSATIONS_MOCK_CONFIG: '',
      OTHER: 'stays',
    }
    const seen = await environmentOf([], env)
    expect(seen['OTHER']).toBe('stays')
    expect(Object.keys(seen).filter((name) => name in env)).toEqual(['OTHER'])
  })

  test('leaves stdout to itself also when requests are logged', async () => {
    const { out, err } = await run(['--log-level', 'debug', ...node(COUNT_ROWS)])
    expect(out).toMatch(/^\d+\n$/)
    expect(JSON.parse(err)).toMatchObject({
      level: 'debug',
      target: '/api/user/conversations?per_page=1',
    })
  })

  test('may itself run a command beside a mock of other rows', async () => {
    const inner = [process.execPath, cli, 'exec', '--generate', '3', ...node(COUNT_ROWS)]
    const env = {
      CONVERSATIONS_MOCK_DATASET: 'thirty',
      CONVERSATIONS_MOCK_DB: join(folder, 'nested.db'),
    }
    expect(await run(['--', ...inner], { env })).toMatchObject({ code: 0, out: '3\n', err: '' })
  })
})

describe('the port', () => {
  test('is a free one, whatever the environment says to the command', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = z.object({ port: z.int() }).parse(taken.address())
    const env = { PORT: String(port), HOST: '203.0.113.1', CONVERSATIONS_MOCK_PORT: String(port) }
    const seen = await environmentOf([], env)
    taken.close()
    expect(seen).toMatchObject({ PORT: String(port), HOST: '203.0.113.1' })
    expect(seen['CONVERSATIONS_MOCK_URL']).not.toContain(String(port))
  })

  test('is that of the flag', async () => {
    const port = await findPort()
    const { out } = await run([
      '--port',
      String(port),
      ...node('console.log(process.env.CONVERSATIONS_MOCK_URL)'),
    ])
    expect(out).toBe(`http://127.0.0.1:${port}\n`)
  })

  test('is free again when the command has ended', async () => {
    const { CONVERSATIONS_MOCK_URL: url = '', CONVERSATIONS_MOCK_ADMIN_TOKEN: adminToken = '' } =
      await environmentOf([])
    // Another mock may use the same port by now, and refuses this token.
    await expect(connect(url, adminToken)).rejects.toThrow(AdminError)
  })
})

describe('the exit code', () => {
  writeFileSync(join(folder, 'plain.txt'), 'no program', { mode: 0o644 })

  test.each([
    ['is that of the command', node('process.exit(7)'), 7, ''],
    ['says which signal ended the command', node('process.kill(process.pid, "SIGKILL")'), 137, ''],
    [
      'is 127 when there is no such command',
      ['--', 'no-such-command'],
      127,
      'conversations-mock: there is no command "no-such-command"\n',
    ],
    [
      'is 126 when the command is no program',
      ['--', './plain.txt'],
      126,
      'conversations-mock: "./plain.txt" cannot be executed',
    ],
  ])('%s', async (_title, args, expected, message) => {
    const { code, out, err } = await runHere(args)
    expect({ code, out }).toEqual({ code: expected, out: '' })
    expect(err.startsWith(message)).toBe(true)
    expect(err.split('\n')).toHaveLength(message === '' ? 1 : 2)
  })
})

/**
 * The program of a client that walks by page over one connection. `next` is the URL of a page up to
 * its number. At the end the client reports to a file if one is named, otherwise to stdout.
 */
const client = (first: string, next: string, code = 0) => `
  const { get, Agent } = require('node:http')
  const { json } = require('node:stream/consumers')
  const { CONVERSATIONS_MOCK_URL: url, CONVERSATIONS_MOCK_TOKEN_NICECALL: token } = process.env
  const headers = { Authorization: 'Bearer ' + token, Accept: 'application/json' }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (query) => new Promise((resolve) => get(url + '/api/user/conversations' + query, { agent, headers }, resolve)).then(json)
  ask('${first}').then(async ({ last_page: last }) => {
    for (let page = 2; page <= last; page++) await ask('${next}' + page)
    const [file] = process.argv.slice(1)
    if (file) require('node:fs').writeFileSync(file, 'done')
    else console.log('done')
    process.exit(${code})
  })`

/**
 * Runs a client beside a mock in this process. The client reports to a file, because its own output
 * goes nowhere.
 */
async function runClientHere(args: readonly string[], script: string) {
  const file = join(folder, 'done.txt')
  rmSync(file, { force: true })
  const ended = await runHere([...args, ...node(script, file)])
  return { ...ended, said: readFileSync(file, 'utf8') }
}

describe('--lint', () => {
  const clean = client('?type=widget&per_page=10', '?type=widget&per_page=10&page=')
  const losing = client('?type=widget&per_page=10', '?per_page=10&page=')
  const failing = client('?type=widget&per_page=10', '?per_page=10&page=', 7)

  test('lets a client pass that pages well', async () => {
    expect(await runClientHere(['--lint=note'], clean)).toEqual({
      code: 0,
      out: '',
      said: 'done',
      err: 'no findings in 1 walk (3 requests)\n',
    })
  })

  test('fails for a client that loses its filters, and says so on stderr', async () => {
    const { code, out, err } = await run(['--lint', ...node(losing)])
    expect({ code, out }).toEqual({ code: 1, out: 'done\n' })
    expect(err).toMatch(/^1 error in 1 walk \(3 requests\)\n\nerror filters-lost: /)
    expect(err).not.toContain('curl')
  })

  test('keeps the exit code of a command that failed, and reports all the same', async () => {
    const { code, err } = await runClientHere(['--lint'], failing)
    expect(code).toBe(7)
    expect(err).toContain('error filters-lost: ')
  })

  test('passes when the findings are silenced', async () => {
    const { code, err } = await runClientHere(['--lint', '--silence', 'filters-lost=known'], losing)
    expect(code).toBe(0)
    expect(err).toContain('silenced filters-lost: known')
  })

  test('writes the report to a file in the format that is asked for', async () => {
    const { code, out, said, err } = await runClientHere(
      ['--lint', '--format', 'json', '--output', 'report.json'],
      losing,
    )
    expect({ code, out, said }).toEqual({ code: 1, out: '', said: 'done' })
    expect(err).toMatch(/^conversations-mock: 1 error in .*; see report\.json\n$/)
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      passed: false,
      report: { counts: { error: 1 } },
    })
  })

  test('prints the commands of GitHub where its runner reads them', async () => {
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
    const { out, err } = await run(['--lint', '--format', 'github', ...node(losing)], { env })
    expect(out).toMatch(/^done\n::error title=conversations-mock%3A filters-lost::/)
    expect(err).toBe('')
    expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(
      /^### conversations-mock: 1 error/,
    )
  })

  test('ends with 2 when the report cannot be written', async () => {
    mkdirSync(join(folder, 'gone'))
    const { code, out, said, err } = await runClientHere(
      ['--lint', '--output', 'gone/x'],
      'fs.rmdirSync("gone"); fs.writeFileSync(process.argv[1], "done")',
    )
    expect({ code, out, said }).toEqual({ code: 2, out: '', said: 'done' })
    expect(err).toMatch(
      /^conversations-mock: cannot write the report to gone\/x: there is no such file or folder\n$/,
    )
  })

  test('ends with 2 when the command never requested the list', async () => {
    expect(await runHere(['--lint', ...node('')])).toMatchObject({
      code: 2,
      err:
        'nothing was judged, because no list was requested\n' +
        'conversations-mock: the command never requested the list; does it use CONVERSATIONS_MOCK_URL? (--allow-none lets that pass)\n',
    })
  })

  test('lets such a command pass where that is meant', async () => {
    const { code, err } = await runHere(['--lint', '--allow-none', ...node('')])
    expect({ code, err }).toEqual({ code: 0, err: 'no findings: no list was requested\n' })
  })

  test.each([
    [
      ['--lint', '--output', 'none/x'],
      '--output none/x: the folder none does not exist; create it first',
    ],
    [['--lint', '--output', '.'], '--output .: it is a folder; name a file'],
    [
      ['--lint', '--no-judge'],
      '--lint needs the judge, which the settings turn off; leave out --no-judge',
    ],
    [
      ['--lint', '--journal', '0'],
      '--lint needs the journal, which the settings turn off; leave out --journal 0',
    ],
    [['--lint=all'], '--lint must be one of error, warning, note, not "all"'],
    [['--lint', '--dataset', 'none.json'], 'cannot read the dataset none.json'],
  ])('ends with 2 before the command has run: %j', async (args, message) => {
    const { code, out, err } = await runIn(folder, [
      'exec',
      ...args,
      ...node('console.log("done")'),
    ])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`conversations-mock: ${message}`)
  })

  test('has nothing to say of a command that could not be run', async () => {
    expect(await runHere(['--lint', '--', 'no-such-command'])).toMatchObject({
      code: 127,
      err: expect.stringMatching(/^[^\n]*no command[^\n]*\n$/),
    })
  })
})

describe('signals', () => {
  const script = `
    let count = 0
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
      count++
      setTimeout(() => { console.log(signal, count); process.exit(3) }, 100)
    })
    setInterval(() => undefined, 1000)
    console.log(process.pid)`

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s reaches the command once, whose end is awaited',
    async (signal) => {
      const child = start(node(script))
      const exited = once(child, 'exit')
      const lines = linesOf(child)
      const pid = Number((await lines.next()).value)
      child.kill(signal)
      expect((await lines.next()).value).toBe(`${signal} 1`)
      expect(await exited).toEqual([3, null])
      expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    },
  )

  test('that end the command are told as a shell does', async () => {
    const child = start(node('setInterval(() => undefined, 1000); console.log("started")'))
    await linesOf(child).next()
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
  })

  test('are as before when the command has ended', async () => {
    const before = listenerCounts()
    expect(await runCommand([process.execPath, '-e', ''], process.env)).toEqual({ exitCode: 0 })
    expect(listenerCounts()).toEqual(before)
  })
})

describe('the environment of the command', () => {
  const mock: Exported = {
    url: 'http://127.0.0.1:1',
    adminToken: 'secret-token',
    edition: 'combined',
    key: [],
    tokens: [],
  }

  test('prefers keys that were given', () => {
    const tokens = [
      { id: 1, plain: 'demo', edition: 'combined', user_id: 1 },
      { id: 2, plain: 'own', edition: 'combined', user_id: 1 },
    ] as const
    const environment = commandEnvironment(
      {},
      { ...mock, tokens, key: [{ plain: 'own', edition: null, id: null }] },
    )
    expect(environment).toMatchObject({
      CONVERSATIONS_MOCK_TOKEN: 'own',
      CONVERSATIONS_MOCK_TOKEN_COMBINED: 'own',
    })
  })

  test('has any token where there is none of the edition', () => {
    const tokens = [{ id: 1, plain: 'only', edition: 'nicecall', user_id: 1 }] as const
    expect(commandEnvironment({}, { ...mock, tokens })).toEqual({
      CONVERSATIONS_MOCK_URL: mock.url,
      CONVERSATIONS_MOCK_ADMIN_TOKEN: mock.adminToken,
      CONVERSATIONS_MOCK_TOKEN: 'only',
      CONVERSATIONS_MOCK_TOKEN_NICECALL: 'only',
      NO_PROXY: expect.any(String),
      no_proxy: expect.any(String),
    })
  })

  test.each([
    [{}, '127.0.0.1', 'localhost,127.0.0.1'],
    [{ NO_PROXY: '' }, '127.0.0.1', 'localhost,127.0.0.1'],
    [{ NO_PROXY: '.corp, db' }, '127.0.0.1', '.corp,db,localhost,127.0.0.1'],
    [{ NO_PROXY: '.corp', no_proxy: 'db 127.0.0.1' }, '127.0.0.1', '.corp,db,127.0.0.1,localhost'],
    [{ no_proxy: '*' }, '127.0.0.1', '*'],
    [{ NO_PROXY: 'db' }, '192.168.1.5', 'db,localhost,127.0.0.1,192.168.1.5'],
    [{}, '[::1]', 'localhost,127.0.0.1,[::1],::1'],
  ])('leaves the mock to no proxy: %j for %s', (given, host, hosts) => {
    const environment = commandEnvironment(given, { ...mock, url: `http://${host}:4080` })
    expect(environment).toMatchObject({ NO_PROXY: hosts, no_proxy: hosts })
  })

  test('has no token of a mock around it', () => {
    expect(commandEnvironment({ CONVERSATIONS_MOCK_TOKEN: 'outer' }, mock)).not.toHaveProperty(
      'CONVERSATIONS_MOCK_TOKEN',
    )
  })
})

test.each([
  ['a word that no program can be given', ['node', 'a\0b'], 'cannot be executed: '],
  ['more words than the system takes', ['node', 'x'.repeat(4_000_000)], 'cannot be executed: '],
])('%s is told', async (_name, words, message) => {
  const before = listenerCounts()
  expect(await runCommand(words, process.env)).toEqual({
    exitCode: 126,
    problem: expect.stringContaining(`"node" ${message}`),
  })
  expect(listenerCounts()).toEqual(before)
})

const listenerCounts = (): number[] =>
  ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit'].map((name) => process.listenerCount(name))

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  if (!child.stdout) throw new Error('no pipe')
  yield* createInterface({ input: child.stdout })
}
