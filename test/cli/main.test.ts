import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { parseDatasetText } from '../../src/dataset/dataset.ts'
import { ask } from '../client/asking.ts'
import { canMakeDevices, makeDevice } from '../devices.ts'
import { cli, inherited, runIn } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'cli-test-'))
const Line = z.object({
  level: z.string(),
  message: z.string(),
  url: z.string().optional(),
  key: z.string().optional(),
  target: z.string().optional(),
  adminToken: z.string().optional(),
})

afterAll(() => rmSync(folder, { recursive: true }))

/** Mocks write their instance notes into a folder of this test, so `health` finds no other mock. */
const environment = (extra: Record<string, string> = {}) => ({
  ...inherited,
  XDG_RUNTIME_DIR: folder,
  TMPDIR: folder,
  ...extra,
})

function start(args: string[], extra?: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: environment(extra),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(
  args: string[],
  extra?: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  const child = start(args, extra)
  if (!child.stdout || !child.stderr) throw new Error('no pipes')
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: Number(code), out, err }
}

/**
 * Runs a command in this process. It gets only the given environment, and writes no instance note.
 */
const runHere = (args: string[], extra?: Record<string, string>) => runIn(folder, args, extra)

async function* linesOf(child: ChildProcess) {
  if (!child.stdout) throw new Error('no pipe')
  for await (const line of createInterface({ input: child.stdout }))
    yield Line.parse(JSON.parse(line))
}

/**
 * Reads until the line with the address of the mock. Returns it with the admin tokens printed so
 * far.
 */
async function ready(lines: AsyncGenerator<z.infer<typeof Line>>) {
  const printed: string[] = []
  for (;;) {
    const { value } = await lines.next()
    if (value?.adminToken) printed.push(value.adminToken)
    if (value?.url) return { ...value, printed }
    if (!value) throw new Error('ended before it was ready')
  }
}

describe('a mock that was started with a level of the log alone', () => {
  let child: ChildProcess
  let lines: ReturnType<typeof linesOf>
  let [url, key, adminToken] = ['', '', '']
  beforeAll(async () => {
    child = start(['--port', '0', '--log-level', 'debug'])
    lines = linesOf(child)
    const line = await ready(lines)
    ;[url = '', key = ''] = [line.url, line.key]
    ;[adminToken = ''] = line.printed
  })

  test('logs requests, without credentials', async () => {
    await fetch(`${url}/api/user/conversations?api_token=secret-one&per_page=1`, {
      headers: { Authorization: `Bearer ${key}` },
    })
    const { value } = await lines.next()
    expect(value).toMatchObject({
      level: 'debug',
      target: '/api/user/conversations?api_token=***&per_page=1',
    })
    expect(JSON.stringify(value)).not.toMatch(new RegExp(`secret-one|${key}`))
  })

  test('prints an admin token that it made up', async () => {
    const headers = { Authorization: `Bearer ${adminToken}` }
    expect((await fetch(`${url}/__admin/status`, { headers })).status).toBe(200)
  })

  test('answers, is found by health, and ends with 0 on SIGTERM', async () => {
    const answer = await fetch(`${url}/api/user/conversations`, {
      headers: { Authorization: `Bearer ${key}` },
    })
    expect(await answer.json()).toMatchObject({ total: 68, last_page: 5 })
    const { port } = new URL(url)
    const address = `http://127.0.0.1:${port}`
    expect(await run(['health', '--wait', '5'])).toEqual({
      code: 0,
      err: '',
      out: `ready: ${address}, the only mock here\n`,
    })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    const { code, err } = await runHere(['health', '--port', port])
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`not ready: ${address}, named by --port, does not answer (`),
    })
  })
})

test('says how many rows there are, takes keys and rows from the environment, and listens on an IPv6 address in brackets', async () => {
  const child = start(['--port', '0', '--host', '[::1]'], {
    CONVERSATIONS_MOCK_KEY: 'ci-key=autocalls',
    CONVERSATIONS_MOCK_GENERATE: '20',
  })
  const lines = linesOf(child)
  expect((await lines.next()).value).toMatchObject({
    message: expect.stringContaining('20 conversations (20 generated rows of seed 1)'),
  })
  const { url, key, message } = await ready(lines)
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect(key).toBe(undefined)
  expect(message).not.toContain('ci-key')
  const answer = await fetch(`${url}/api/user/conversations?per_page=1`, {
    headers: { Authorization: 'Bearer ci-key' },
  })
  expect(await answer.json()).toHaveProperty('next_cursor')
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('keeps rows in a file and refuses to start it with others', async () => {
  const db = join(folder, 'rows.db')
  for (const args of [['--generate', '30'], []]) {
    const child = start(['--port', '0', '--db', db, ...args])
    const lines = linesOf(child)
    expect((await lines.next()).value).toMatchObject({
      message: expect.stringContaining('30 conversations'),
    })
    await ready(lines)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  }
  expect(await runHere(['--port', '0', '--db', db, '--generate', '31'])).toMatchObject({
    code: 1,
    err: `conversations-mock: ${db} holds 30 generated rows of seed 1, not 31 generated rows of seed 1; remove the file, or start without naming a dataset\n`,
  })
})

test('paths in a config file count from that file, and a byte order mark does not count', async () => {
  mkdirSync(join(folder, 'nested'))
  writeFileSync(join(folder, 'nested', 'rows.json'), '\ufeff{"data":[],"next_cursor":null}')
  writeFileSync(
    join(folder, 'nested', 'settings.json'),
    '\ufeff{"dataset":["rows.json"],"db":"rows.db","port":0}',
  )
  const child = start(['--config', join('nested', 'settings.json')])
  const lines = linesOf(child)
  expect((await lines.next()).value).toMatchObject({
    message: expect.stringContaining('0 conversations (nested/rows.json, '),
  })
  await ready(lines)
  child.kill('SIGTERM')
  await once(child, 'exit')
  expect(existsSync(join(folder, 'nested', 'rows.db'))).toBe(true)
})

test('a flag wins over the same in the environment; misspelt variables and a dataset without tokens are warned of before it is ready, in JSON lines', async () => {
  const dataset = '{"users":[{"id":1}],"tokens":[],"assistants":[],"conversations":[]}'
  const child = start(['--port', '0', '--dataset-json', dataset], {
    CONVERSATIONS_MOCK_EDITON: 'a-secret',
    CONVERSATIONS_MOCK_DATASET: 'none.json',
  })
  const warnings: string[] = []
  for await (const { level, message, url } of linesOf(child)) {
    if (level === 'warn') warnings.push(message)
    if (url !== undefined) break
  }
  expect(warnings).toEqual([
    'the environment variable "CONVERSATIONS_MOCK_EDITON" is not a setting; did you mean CONVERSATIONS_MOCK_EDITION?',
    'no token is valid, so the API refuses every request; add one with --key',
  ])
  child.kill('SIGTERM')
  await once(child, 'exit')
})

test('tells a misspelt variable also when it cannot start', async () => {
  const { code, out, err } = await runHere(['--port', 'x'], { CONVERSATIONS_MOCK_PROT: '5000' })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err.trimEnd().split('\n')).toEqual([
    'conversations-mock: the environment variable "CONVERSATIONS_MOCK_PROT" is not a setting; did you mean CONVERSATIONS_MOCK_PORT?',
    'conversations-mock: --port must be a whole number from 0 to 65535, not "x"',
  ])
})

test('generate writes a dataset, the same for the same seed', async () => {
  const out = join(folder, 'dataset.json')
  expect(await runHere(['generate', '25', '--seed', '3', '--out', out])).toEqual({
    code: 0,
    out: '',
    err: '',
  })
  const { out: printed } = await runHere(['generate', '25', '--seed', '3'])
  expect(readFileSync(out, 'utf8')).toBe(printed)
  expect(parseDatasetText(printed, 'dataset').conversations).toHaveLength(25)
})

test('openapi prints the contract', async () => {
  const { out } = await runHere(['openapi'])
  expect(out).toBe(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'))
  expect(JSON.parse((await runHere(['openapi', '--json'])).out)).toMatchObject({ openapi: '3.1.0' })
})

test('openapi prints the contract of one edition', async () => {
  const { out } = await runHere(['openapi', '--json', '--edition', 'autocalls'])
  expect(JSON.parse(out)).toMatchObject({ info: { title: 'Conversations (autocalls)' } })
  expect(await runHere(['openapi', '--edition', 'nicecal'])).toMatchObject({
    out: '',
    err: expect.stringContaining(
      '--edition: no edition is named "nicecal"; did you mean nicecall?',
    ),
  })
  expect(await runHere(['openapi', '--admin', '--edition', 'nicecall'])).toMatchObject({
    out: '',
    err: expect.stringContaining('--edition: the admin API has no editions; leave out --admin'),
  })
})

test('help of a command that does not exist names the nearest, or all', async () => {
  for (const [word, advice] of [
    ['serv', 'did you mean serve?'],
    ['xyz', 'there are serve, exec, lint, '],
  ] as const)
    expect(await runHere(['help', word])).toMatchObject({
      code: 1,
      err: expect.stringContaining(`"${word}" is not a command; ${advice}`),
    })
})

test('--help and --version print and end', async () => {
  expect(await run(['--help'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('--rate-limit N|off'),
  })
  expect((await runHere(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  ['exec', '  --lint[=LEVEL]', '--per-page'],
  ['lint', '  --live ', '--port'],
  ['compare', '  --per-page', '--level'],
])('%s --help prints what belongs to it', async (command, own, other) => {
  const { code, out } = await runHere([command, '--help'])
  expect(code).toBe(0)
  expect(out).toMatch(new RegExp(`^Usage\n  conversations-mock ${command} `))
  expect(out).toContain(own)
  expect(out).not.toContain(other)
  expect(out).toMatch(
    /\n\n(The settings of the mock are options too|All commands): conversations-mock --help\n$/,
  )
  expect(await runHere(['help', command])).toMatchObject({ code: 0, out })
})

describe('ends with 1 and one line that names the place and the fix', () => {
  writeFileSync(join(folder, 'broken.json'), '{"users":[\n{"id":1,}]}')
  writeFileSync(
    join(folder, 'dangling.json'),
    '{"users":[{"id":1}],"tokens":[{"id":1,"user_id":2,"plain":"a"}],"assistants":[],"conversations":[]}',
  )
  writeFileSync(
    join(folder, 'latin1.json'),
    Buffer.from('{"users":[],\n"tokens":[],"x":"Caf\xe9"}', 'latin1'),
  )
  writeFileSync(join(folder, 'settings-broken.json'), '{"adminToken": "secret-one" "x"}')
  writeFileSync(join(folder, 'utf16.json'), '\ufeff{}', 'utf16le')
  writeFileSync(join(folder, 'lines.json'), '{"id":"a"}\n{"id":"b"}\n')
  writeFileSync(join(folder, 'slip.json'), '{"rate_limit":5}')
  mkdirSync(join(folder, 'folder'))
  writeFileSync(join(folder, 'folder', 'settings.json'), '{"dataset":"none.json"}')
  writeFileSync(join(folder, 'settings.json'), '{"$schema":"x","rateLimit":"many"}')

  test.each<[string, string, Record<string, string>?]>([
    ['--prot 1', '--prot is not an option; did you mean --port?'],
    ['--no-jugde', '--no-jugde is not an option; did you mean --no-judge?'],
    ['--xyzzy', '--xyzzy is not an option; see conversations-mock --help'],
    [
      '',
      'cannot listen on x86_64-conda-linux-gnu (from HOST): this machine has no such address',
      { HOST: 'x86_64-conda-linux-gnu' },
    ],
    [
      '',
      'HOST must be a name or an address without http://, such as localhost, not "http://localhost"',
      { HOST: 'http://localhost' },
    ],
    [
      '',
      'CONVERSATIONS_MOCK_EDITION must be one of nicecall, aiployees, autocalls, combined, not "a\\u001b[31mb\\nc"',
      { CONVERSATIONS_MOCK_EDITION: 'a\u001b[31mb\nc' },
    ],
    [
      '',
      'cannot read the dataset none.json (from CONVERSATIONS_MOCK_DATASET): there is no such file',
      { CONVERSATIONS_MOCK_DATASET: 'none.json' },
    ],
    [
      '--public-url https://x.test/?a',
      '--public-url must be a URL without query and fragment, which pages and cursors add, not "https://x.test/?a"',
    ],
    [
      '--dataset latin1.json',
      'latin1.json is not UTF-8: byte 33 in line 2 is 0xe9, as in Latin-1 and Windows-1252; save it as UTF-8',
    ],
    [
      '--dataset utf16.json',
      'utf16.json is UTF-16 (little endian), not UTF-8; save it as UTF-8, in PowerShell with Out-File -Encoding utf8',
    ],
    [
      '--dataset lines.json',
      'lines.json holds several JSON values, the second in line 2; make one list of them, for example with jq -s',
    ],
    ['--dataset folder', 'cannot read the dataset folder (from --dataset): it is a folder'],
    [
      '--config settings-broken.json',
      'the config file settings-broken.json is not JSON; look at line 1, column 29',
    ],
    ['--config utf16.json', 'the config file utf16.json is UTF-16 (little endian), not UTF-8'],
    [
      '--config folder/settings.json',
      'cannot read the dataset folder/none.json (from folder/settings.json: dataset): there is no such file',
    ],
    [
      '',
      'cannot use none/x.db as CONVERSATIONS_MOCK_DB: the folder none does not exist',
      { CONVERSATIONS_MOCK_DB: 'none/x.db' },
    ],
    ['--config slip.json', 'slip.json: rate_limit is not a setting; did you mean rateLimit?'],
    ['--port abc', '--port must be a whole number from 0 to 65535, not "abc"'],
    [
      '',
      'CONVERSATIONS_MOCK_PORT must be a whole number from 0 to 65535, not "x"',
      { CONVERSATIONS_MOCK_PORT: 'x' },
    ],
    [
      '--config settings.json',
      'settings.json: rateLimit must be off or a whole number from 1 to 1000000, not "many"',
    ],
    [
      '--config none.json',
      'cannot read the config file none.json: there is no such file or folder',
    ],
    [
      '--dataset none.json',
      'cannot read the dataset none.json (from --dataset): there is no such file; give a file or one of demo, ',
    ],
    ['--dataset .', 'cannot read the dataset . (from --dataset): it is a folder; name a file'],
    ['--config .', 'cannot read the config file .: it is a folder; name a file'],
    ['--db .', 'cannot use . as --db: it is a folder; name a file'],
    ['generate 5 --out .', '--out .: it is a folder; name a file'],
    [
      '--dataset broken.json',
      'broken.json is not JSON: expected a property name in double quotes in line 2',
    ],
    [
      '--dataset dangling.json',
      'dangling.json: tokens[0].user_id names 2, which does not exist; add it or correct the reference',
    ],
    [
      '',
      'the inline dataset (from CONVERSATIONS_MOCK_DATASET_JSON) is not JSON',
      { CONVERSATIONS_MOCK_DATASET_JSON: '{' },
    ],
    [
      '--db broken.json',
      'cannot use broken.json as --db: it is not an SQLite database; name another file',
    ],
    [
      '--db none/x.db',
      'cannot use none/x.db as --db: the folder none does not exist; create it first',
    ],
    [
      '--host 203.0.113.1',
      'cannot listen on 203.0.113.1 (from --host): this machine has no such address',
    ],
    ['sreve', '"sreve" is not a command; did you mean serve?'],
    ['exec', 'which command? Write it after "--": conversations-mock exec -- npm test'],
    ['exec --', 'which command? Write it after "--": conversations-mock exec -- npm test'],
    ['exec npm', '"npm" belongs after "--": conversations-mock exec [options] -- npm'],
    ['exec --prot 1 -- npm', '--prot is not an option; did you mean --port?'],
    [
      'exec --format json -- npm',
      '--format needs --lint: conversations-mock exec --lint --format json -- npm test',
    ],
    ['exec --level error -- npm', '--level is for lint; with exec write --lint=error'],
    ['exec --level=note -- npm --lint', '--level is for lint; with exec write --lint=note'],
    ['--lint', '--lint is for exec: conversations-mock exec --lint -- npm test'],
    ['generate 2 3', 'generate takes at most 1 word besides options; leave out "3"'],
    ['health now', 'health takes no words besides options; leave out "now"'],
    ['--rate-limit 0', '--rate-limit must be off or a whole number from 1 to 1000000, not "0"'],
    ['--walk-idle -1', '--walk-idle must be a whole number from 1 to 86400, not "-1"'],
    ['--walk-idle=-1', '--walk-idle must be a whole number from 1 to 86400, not "-1"'],
    [
      '--admin-token -secret',
      'the value of --admin-token begins with a dash; write --admin-token=VALUE',
    ],
    ['--quiet=1', '--quiet takes no value; write --quiet alone'],
    ['--no-port', '--no-port is not an option; did you mean --port?'],
    ['health --wait', '--wait needs a value; write --wait VALUE'],
    ['-x', '-x is not an option; see conversations-mock --help'],
    [
      'completion',
      'completion needs the name of a shell; write conversations-mock completion bash',
    ],
    ['--key --port 0', '--key needs a value; write one that begins with a dash as --key=VALUE'],
    ['--silence never-paged', '--silence needs a rule and the reason'],
    ['--admin-token short', '--admin-token must be 8 to 200 visible ASCII characters'],
    ['generate', 'how many rows? Write: conversations-mock generate 1000 --out dataset.json'],
  ])('%s', async (args, message, extra) => {
    const { code, out, err } = await runHere(args === '' ? [] : args.split(' '), extra)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(`conversations-mock: ${message}`)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(err).not.toContain('secret')
  })
})

test('ends with 1 and one line also as a process', async () => {
  const { code, out, err } = await run(['health', '--url', 'http://127.0.0.1:1'])
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(
    /^conversations-mock: not ready: http:\/\/127\.0\.0\.1:1, named by --url, does not answer[^\n]*\n$/,
  )
})

describe.skipIf(process.platform === 'win32')('says that stdout takes no more', () => {
  test.runIf(canMakeDevices).each([
    ['generate 1000', 1],
    ['openapi', 1],
    ['--help', 1],
    ['compare --dataset one', 2],
  ])('a full disk after %s', async (args, expected) => {
    const device = join(folder, `full-${expected}-${args.length}`)
    makeDevice(device, 'full')
    const full = openSync(device, 'w')
    const child = spawn(process.execPath, [cli, ...args.split(' ')], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', full, 'pipe'],
    })
    const [err, [code]] = await Promise.all([
      child.stderr ? text(child.stderr) : '',
      once(child, 'exit'),
    ])
    closeSync(full)
    expect({ code, err }).toEqual({
      code: expected,
      err: 'conversations-mock: cannot write to stdout: the disk is full; free some space, or name another disk\n',
    })
  })

  test('a reader that has seen enough', async () => {
    const child = start(['generate', '100000'])
    if (!child.stdout || !child.stderr) throw new Error('no pipes')
    await once(child.stdout, 'readable')
    child.stdout.destroy()
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    expect({ code, err }).toEqual({
      code: 1,
      err: 'conversations-mock: cannot write to stdout: the reader has closed the pipe\n',
    })
  })
})

describe('lint ends with 2 and one line when it cannot ask', () => {
  test.each<[string, string, Record<string, string>?]>([
    [
      'lint',
      'no running mock was found; name one with --url',
      { CONVERSATIONS_MOCK_ADMIN_TOKEN: 'x' },
    ],
    [
      'lint --url http://127.0.0.1:9 --admin-token x',
      'the mock at http://127.0.0.1:9 does not answer',
    ],
    ['lint --prot 1', '--prot is not an option; see conversations-mock --help'],
    ['lint --level all', '--level must be one of error, warning, note, not "all"'],
  ])('%s', async (args, message, extra) => {
    const { code, out, err } = await (args === 'lint' ? run : runHere)(args.split(' '), extra)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`conversations-mock: ${message}`)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })
})

test('lint judges the clients of the running mock, which it finds by itself and which prints no token', async () => {
  const token = { CONVERSATIONS_MOCK_ADMIN_TOKEN: 'an-admin-token' }
  const child = start(['--port', '0'], token)
  const { url = '', key = '', printed } = await ready(linesOf(child))
  expect(printed).toEqual([])
  for (const page of [1, 2, 3]) await ask(url, key, `?type=widget&per_page=10&page=${page}`)
  expect(await run(['lint', '--level', 'note'], token)).toEqual({
    code: 0,
    out: 'no findings in 1 walk (3 requests)\n',
    err: `conversations-mock: asking ${url.replace('127.0.0.1', 'localhost')}\n`,
  })
  await ask(url, key, '?type=widget')
  await ask(url, key, '?page=2')
  expect(await runHere(['lint', '--url', url], token)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^error filters-lost: /m),
  })
  const silenced = ['lint', '--url', url, '--silence', 'filters-lost=known']
  expect(await runHere(silenced, token)).toMatchObject({
    code: 0,
    out: expect.stringContaining('silenced filters-lost: known'),
  })
  child.kill('SIGTERM')
  await once(child, 'exit')
})
