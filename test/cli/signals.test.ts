// Sends signals to a mock that runs as a program. Windows has no signals.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { call } from '../admin/calls.ts'
import { post } from '../admin/refusals.ts'
import { ask } from '../walking.ts'
import { cli, inherited } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'signals-test-'))
const Line = z.object({ url: z.string().optional(), key: z.string().optional() })
const adminToken = 'the-admin-token'

const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))
afterAll(() => rmSync(folder, { recursive: true }))

async function start(
  ...args: string[]
): Promise<{ child: ChildProcess; url: string; token: string; said: Promise<string> }> {
  const child = spawn(process.execPath, [cli, '--port', '0', ...args], {
    cwd: folder,
    env: {
      ...inherited,
      XDG_RUNTIME_DIR: folder,
      TMPDIR: folder,
      CONVERSATIONS_MOCK_ADMIN_TOKEN: adminToken,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const said = text(child.stderr)
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, key } = Line.parse(JSON.parse(line))
    if (url !== undefined && key !== undefined) return { child, url, token: key, said }
  }
  throw new Error('it ended before it was ready')
}

/** Sends requests until one fails. Returns the answers and the reason of the failure. */
async function askOn(
  url: string,
  token: string,
  agent: Agent | undefined,
): Promise<{ count: number; reason: string }> {
  for (let count = 0; ; count++) {
    try {
      const { status } = await ask({ url, token, ...(agent && { agent }) })
      if (status !== 200) return { count, reason: String(status) }
    } catch (error) {
      return {
        count,
        reason: error instanceof Error && 'code' in error ? String(error.code) : String(error),
      }
    }
  }
}

describe.skipIf(process.platform === 'win32')('a signal', () => {
  test.each<[string, NodeJS.Signals, () => Agent]>([
    ['that keep their connections', 'SIGTERM', () => new Agent({ keepAlive: true, maxSockets: 1 })],
    ['that make a connection for each request', 'SIGINT', () => new Agent({ keepAlive: false })],
  ])('breaks no request of clients %s', async (_who, signal, createAgent) => {
    const { child, url, token } = await start()
    const clients = Array.from({ length: 16 }, () => askOn(url, token, createAgent()))
    for (let round = 0; round < 20; round++) await ask({ url, token })
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    const results = await Promise.all(clients)
    expect(results.map(({ reason }) => reason)).toEqual(Array(16).fill('ECONNREFUSED'))
    for (const { count } of results) expect(count).toBeGreaterThan(0)
  })

  test('lets the answers of all kinds of faults leave', async () => {
    const { child, url, token } = await start()
    const address = { url, adminToken }
    await call(
      address,
      post('/faults', { match: { nth: 1 }, effect: { type: 'delay', milliseconds: 60_000 } }),
    )
    await call(
      address,
      post('/faults', { match: { nth: 1 }, effect: { type: 'slow', bytes_per_second: 10 } }),
    )
    const answers = [ask({ url, token }), ask({ url, token })]
    await expect
      .poll(async () => (await call(address, { path: '/__admin/status' })).body)
      .toMatchObject({ requests: 2 })
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const received = await Promise.all(answers)
    expect(received.map(({ status, body }) => `${status} ${body.at(-1)}`)).toEqual(
      Array(2).fill('200 }'),
    )
    expect(await ended).toEqual([0, null])
  })

  test('lets long work of many calls end', async () => {
    const { child, url } = await start()
    const address = { url, adminToken }
    const rows = Array.from({ length: 2000 }, () => ({ type: 'widget' }))
    const answers = Array.from({ length: 8 }, () => call(address, post('/conversations', rows)))
    await call(address, { path: '/__admin/status' })
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const received = await Promise.all(answers)
    expect(received.map(({ status, headers }) => [status, headers['connection']])).toEqual(
      answers.map(() => [201, 'close']),
    )
    expect(await ended).toEqual([0, null])
  })

  test('breaks no request when nobody reads the log any more', async () => {
    const { child, url, token, said } = await start('--log-level', 'debug')
    child.stdout?.destroy()
    for (let round = 0; round < 3; round++) await ask({ url, token })
    const clients = Array.from({ length: 4 }, () =>
      askOn(url, token, new Agent({ keepAlive: true, maxSockets: 1 })),
    )
    for (let round = 0; round < 20; round++) await ask({ url, token })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect((await Promise.all(clients)).map(({ reason }) => reason)).toEqual(
      Array(4).fill('ECONNREFUSED'),
    )
    expect(await said).toBe(
      'conversations-mock: cannot write the log, and goes on without it: the reader has closed the pipe\n',
    )
  })

  test('that is the second ends the mock at once, and the file is whole', async () => {
    const db = join(folder, 'rows.db')
    const { child, url } = await start('--db', db, '--generate', '50')
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    // A request whose body is not complete, so the mock waits for the rest.
    socket.write(
      'POST /api/user/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf',
    )
    await ask({ url })
    const output = text(child.stdout ?? socket)
    child.kill('SIGTERM')
    await expect.poll(() => ask({ url }).then(String, ({ code }) => code)).toBe('ECONNREFUSED')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(await output).toContain('stopping on SIGTERM')
    const file = new Database(db)
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    file.close()
  })
})

test.skipIf(process.platform !== 'linux')(
  'a mock whose -shm file is cut ends, and does not spin',
  async () => {
    const { child, url, token } = await start('--db', 'cut.db')
    const ended = once(child, 'exit')
    truncateSync(join(folder, 'cut.db-shm'), 0)
    // Its last answer never comes.
    void ask({ url, token }).catch(() => undefined)
    expect(await ended).toEqual([null, 'SIGBUS'])
  },
)
