import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { startMock } from '../../src/index.ts'
import { startApi } from '../comparison/hostile.ts'

const folder = mkdtempSync(join(tmpdir(), 'capture-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)
const config = ['--config', at('config.json')]
writeFileSync(at('config.json'), '{}')

const into = (texts: string[]): Writable =>
  new Writable({
    write(chunk, _encoding, done) {
      texts.push(String(chunk))
      done()
    },
  })

async function run(args: readonly string[], token: string, env: Record<string, string> = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await main([...args, '--pause', '0'], env, {
    stdin: () => Readable.from([`${token}\n`]),
    stdout: into(out),
    stderr: into(err),
    exit: () => undefined,
    boundHeap: () => undefined,
    onServing: () => undefined,
  })
  return { code, out: out.join(''), err: err.join('') }
}

describe('capture', () => {
  test('writes a dataset that only its owner can read, and says what was replaced', async () => {
    await using live = await startMock()
    const token = live.token('autocalls')
    const file = at('dataset.json')
    const { code, out, err } = await run(['capture', '--live', live.url, '--out', file], token)
    expect([code, err]).toEqual([0, ''])
    const total = await live.conversations.count()
    expect(out).toContain(`captured ${total} rows, the whole list, in ${file}`)
    expect(out).toMatch(/names +\d+ \(\d+ different\)/)
    expect(out).toContain('self-check: no original text')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const text = readFileSync(file, 'utf8')
    for (const secret of [token, live.url, 'Support Assistant']) {
      if (secret !== token) expect(text.includes(secret)).toBe(false)
      expect(out.includes(secret)).toBe(false)
    }
    await using mock = await startMock({ dataset: file })
    expect(await mock.conversations.count()).toBe(total)
  })

  test('asks nothing with --dry-run', async () => {
    const args = ['capture', '--live', 'http://localhost:1', '--out', at('dry.json'), '--dry-run']
    const { code, out } = await run([...args, '--keep', 'names'], '')
    expect(code).toBe(0)
    expect(out).toContain('budget: 120 requests, 900 s')
    expect(out).toContain('kept: names\n')
  })

  test('keeps what it has when the budget ends, and goes on with --resume', async () => {
    await using live = await startMock({ generate: 150 })
    const token = live.token('nicecall')
    const args = ['capture', '--live', live.url, '--out', at('parts.json')]
    const first = await run([...args, '--max-requests', '1'], token)
    expect(first.code).toBe(2)
    expect(first.out).toContain('captured 100 rows of 150')
    expect(first.err).toContain('go on with the same command and --resume')
    expect(statSync(at('parts.json.resume')).mode & 0o777).toBe(0o600)
    const other = await run([...args, '--resume', '--keep', 'names'], token)
    expect(other.err).toContain('--resume goes on with the options of the first run')
    const second = await run([...args, '--resume'], token)
    expect([second.code, second.err]).toEqual([0, ''])
    expect(second.out).toContain('captured 150 rows, the whole list')
    const third = await run([...args, '--resume'], token)
    expect(third.code).toBe(2)
    expect(third.err).toContain('leave out --resume to begin again')
  })

  test.each([
    [['--rows', '0'], '--rows must be a whole number from 1 to 1000000, not "0"'],
    [['--keep', 'names,all'], '--keep must name kinds of names, phones'],
    [['--filter', 'type'], '--filter must be NAME=VALUE'],
    [['--salt-env', 'NOPE'], '--salt-env must name an environment variable'],
  ])('refuses %j in one sentence', async (args, message) => {
    const given = ['capture', '--live', 'http://localhost:1', '--out', at('x.json'), ...args]
    const { code, err } = await run(given, 'token')
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

const withExtra = () => ({
  body: { data: [], path: 'x', per_page: 15, next_cursor: null, prev_cursor: null, extra: 1 },
})

describe('drift', () => {
  test('exits with 0 where nothing differs', async () => {
    await using live = await startMock()
    const { code, out } = await run(
      ['drift', '--live', live.url, ...config],
      live.token('nicecall'),
      {
        CONVERSATIONS_MOCK_EDITION: 'nicecall',
      },
    )
    expect(out).toMatch(/^no drift in \d\d answers\n/)
    expect(code).toBe(0)
  })

  test.each([
    ['text', /\$\.extra \(field new\)\n {2}live: number\n/],
    ['json', /"where": "\$\.extra"/],
    ['junit', /<testcase name="\$\.extra \(field new\)" classname="drift"><failure/],
    ['github', /::error title=drift%3A \$\.extra::/],
    ['sarif', /"ruleId": "drift-field-new"/],
  ])('tells differences as %s, and exits with 1', async (format, pattern) => {
    await using api = await startApi(withExtra)
    const args = ['drift', '--live', api.url, '--format', format, ...config]
    const { code, out } = await run(args, 'a-secret-token', {
      CONVERSATIONS_MOCK_EDITION: 'autocalls',
    })
    expect(out).toMatch(pattern)
    expect(out).not.toContain('a-secret-token')
    expect(code).toBe(1)
  })

  test('ignores what it is told to, with the reason', async () => {
    await using live = await startMock({ rateLimit: 500 })
    const args = ['drift', '--live', live.url, ...config, '--ignore', '$.nothing=no']
    const places = ['header x-ratelimit-limit', 'header x-ratelimit-remaining']
    const ignores = places.flatMap((place) => ['--ignore', `${place}=ours`])
    const { code, out, err } = await run([...args, ...ignores], live.token('nicecall'), {
      CONVERSATIONS_MOCK_EDITION: 'nicecall',
    })
    expect(out).toContain('; 2 ignored')
    expect(out).toContain(
      'ignored header x-ratelimit-limit (header): live "500", mock absent: ours',
    )
    expect(err).toContain('--ignore $.nothing: there is no such difference')
    expect(code).toBe(0)
  })

  test.each([
    ['HTML', { body: '<html>', headers: { 'Content-Type': 'text/html' } }],
    ['broken JSON', { body: '{' }],
    ['a redirect to elsewhere', { status: 302, headers: { Location: 'http://127.0.0.1:1/' } }],
    ['401', { status: 401 }],
    ['500', { status: 500 }],
  ])('exits with 2 for a server that answers with %s', async (_, answer) => {
    await using api = await startApi(() => answer)
    const { code, out, err } = await run(['drift', '--live', api.url, ...config], 'a-secret-token')
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^conversations-mock: [^\n]+\n$/)
    expect(err).not.toContain('a-secret-token')
  })
})
