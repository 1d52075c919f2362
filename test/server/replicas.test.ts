// Several mocks with equal settings behind HAProxy, with the configuration in docs/deploy.md.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Options, type StartedMock, startMock } from '../../src/index.ts'
import { blocksOf } from '../docs/pages.ts'
import { findPort } from '../ports.ts'
import { ask, LIST, toPage } from '../walking.ts'

const PROGRAM = '/usr/sbin/haproxy'
const hasBalancer = spawnSync(PROGRAM, ['-v']).status === 0
const title = `behind HAProxy${hasBalancer ? '' : ' (skipped: there is no haproxy here)'}`

const [roundRobin = '', sticky = ''] = blocksOf('docs/deploy.md', 'haproxy')
const names = ['mock-0', 'mock-1', 'mock-2']
const settings: Options = { generate: 64, seed: 7, rateLimit: 'off', adminToken: 'the-admin-token' }

async function startReplicas(): Promise<StartedMock[]> {
  const mocks = await Promise.all(names.map((replica) => startMock({ ...settings, replica })))
  onTestFinished(async () => void (await Promise.all(mocks.map((mock) => mock.close()))))
  return mocks
}

/** Starts a load balancer in front of the mocks and returns its origin. */
async function balance(file: string, mocks: readonly StartedMock[]): Promise<string> {
  const port = await findPort()
  const folder = mkdtempSync(join(tmpdir(), 'haproxy-test-'))
  const config = mocks.reduce(
    (written, { url }, index) =>
      written.replaceAll(`${names[index]}:4080`, url.replace('http://', '')),
    file.replace(':8080', `127.0.0.1:${port}`),
  )
  const defaults =
    'defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n'
  const path = join(folder, 'haproxy.cfg')
  writeFileSync(path, defaults + config)
  const haproxy = spawn(PROGRAM, ['-db', '-f', path], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = text(haproxy.stderr)
  const ended = new Promise((resolve) => haproxy.once('exit', resolve))
  onTestFinished(async () => {
    haproxy.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  })
  void ended.then(async () => process.stderr.write(/ALERT/.test(await said) ? await said : ''))
  const url = `http://127.0.0.1:${port}`
  await expect
    .poll(() => ask({ url, path: '/readyz' }).then(({ status }) => status, String))
    .toBe(200)
  return url
}

/** The bodies of a walk. Their links lead to the balancer, whichever mock answers. */
async function walk(
  { url, host, token }: { url: string; host: string; token: string },
  first: string,
): Promise<string[]> {
  const bodies: string[] = []
  for (let query: string | undefined = first; query !== undefined;) {
    const answer = await ask({ url, token, query: `?per_page=5&${query}`, headers: { Host: host } })
    bodies.push(answer.body)
    const page = toPage(answer)
    const cursor = page.next_cursor
    const next = bodies.length + 1
    if (first === 'page=1') query = page.next_page_url ? `page=${next}` : undefined
    else query = cursor ? `cursor=${cursor}` : undefined
  }
  return bodies
}

const requestsOf = (mocks: readonly StartedMock[]): Promise<number[]> =>
  Promise.all(
    mocks.map(async (mock) => (await mock.requests.list({ path: LIST, limit: 1000 })).length),
  )

describe.skipIf(!hasBalancer)(title, () => {
  test.each([
    ['by page', 'nicecall', 'page=1'],
    ['by cursor', 'autocalls', 'cursor='],
  ] as const)('three in turn answer a walk %s as one does', async (_name, edition, first) => {
    const mocks = await startReplicas()
    await using alone = await startMock(settings)
    const url = await balance(roundRobin, mocks)
    const { host } = new URL(url)
    const token = alone.token(edition)
    const expected = await walk({ url: alone.url, host, token }, first)
    expect(await walk({ url, host, token }, first)).toEqual(expected)
    expect(expected).toHaveLength(13)
    const counts = await requestsOf(mocks)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })

  test('keeps tokens on the replica that made them, where their walks are judged', async () => {
    const mocks = await startReplicas()
    const url = await balance(sticky, mocks)
    const { host } = new URL(url)
    for (const [index, mock] of mocks.entries()) {
      const user = await mock.createUser({ dataset: { generate: 12 } })
      const token = user.token('autocalls')
      expect(token).toMatch(new RegExp(`^mock-${index}\\.test-autocalls-`))
      await walk({ url, host, token: `${user.tokens[0]?.id}|${user.tokens[0]?.plain}` }, 'page=1')
      await walk({ url, host, token }, 'cursor=')
      await user.expectClean()
      expect(await user.requests.list()).toHaveLength(6)
      expect((await user.requests.list())[0]).toMatchObject({ replica: `mock-${index}` })
    }
  })

  test('keeps any other token on one replica', async () => {
    const mocks = await startReplicas()
    const url = await balance(sticky, mocks)
    const token = mocks[0]?.token('autocalls') ?? ''
    await walk({ url, host: new URL(url).host, token }, 'cursor=')
    expect((await requestsOf(mocks)).toSorted((a, b) => a - b)).toEqual([0, 0, 13])
  })
})

test('a replica tells its name when it is ready', async () => {
  await using mock = await startMock({ replica: 'mock-0' })
  expect((await ask({ url: mock.url, path: '/readyz' })).body).toBe(
    '{"status":"ready","replica":"mock-0"}',
  )
})

test.each(['', 'a.b', '-a', 'x'.repeat(64)])('the name %j is refused', async (replica) => {
  await expect(startMock({ replica })).rejects.toThrow(
    'replica must be a name of letters, digits and dashes, such as mock-0',
  )
})
