import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { connect, type StartedMock, startMock } from '../../src/index.ts'
import { callEverything } from './everything.ts'

const folder = mkdtempSync(join(tmpdir(), 'faked-'))

afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** All but process.nextTick: without it no socket of the process works. */
const FAKED = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'performance',
  'hrtime',
  'Date',
] as const

function fakeAll(): void {
  vi.useFakeTimers({ toFake: [...FAKED] })
  for (const name of ['fetch', 'Request', 'Response', 'Headers']) {
    vi.stubGlobal(name, () => {
      throw new Error(`${name} is stubbed`)
    })
  }
}

const options = { generate: 30, edition: 'nicecall', walkIdle: 1 } as const

describe('with every timer, the date and fetch() faked', { timeout: 120_000 }, () => {
  test('a mock that runs does all that its handle can', async () => {
    const mock = await startMock(options)
    fakeAll()
    const { watched, uncalled } = watchCalls(mock)
    await callEverything(watched)
    expect(uncalled()).toEqual([])
  })

  test('a mock in a file is started, used and closed', async () => {
    fakeAll()
    await callEverything(await startMock({ ...options, db: join(folder, 'rows.db') }))
  })

  test('a mock that runs elsewhere is connected to', async () => {
    await using mock = await startMock(options)
    fakeAll()
    const connected = await connect(mock.url, mock.adminToken)
    expect(connected.tokens).toEqual(mock.tokens)
    await connected.close()
  })

  test('the pages of the mock are served', async () => {
    fakeAll()
    await using mock = await startMock(options)
    for (const path of ['/', '/docs', '/docs/admin', '/docs/rules', '/openapi.json'])
      expect(await statusOf(mock.url + path)).toBe(200)
  })

  test('the clock of the mock shows real time', async () => {
    await using mock = await startMock(options)
    const before = Date.now()
    vi.useFakeTimers({ toFake: [...FAKED], now: 0 })
    expect((await mock.clock.now()).getTime()).toBeGreaterThanOrEqual(before)
  })
})

test('the fakes are in force again when the mock has started, and not when they have ended meanwhile', async () => {
  const real = globalThis.queueMicrotask
  fakeAll()
  const fake = globalThis.queueMicrotask
  const mocks = [await startMock(options)]
  expect(globalThis.queueMicrotask).toBe(fake)
  const starting = startMock(options)
  vi.useRealTimers()
  mocks.push(await starting)
  expect(globalThis.queueMicrotask).toBe(real)
  await Promise.all(mocks.map((mock) => mock.close()))
})

/** A handle whose functions strike themselves off when they are called. */
function watchCalls(mock: StartedMock) {
  const left = new Set<string>()
  const watch = <T extends object>(part: T, path: string): T =>
    new Proxy(part, {
      get(target, name) {
        left.delete(path + String(name))
        const member: unknown = Reflect.get(target, name)
        return isPart(member) ? watch(member, `${path}${String(name)}.`) : member
      },
    })
  const list = (part: object, path: string): void => {
    for (const [name, member] of Object.entries(part)) {
      if (isPart(member)) list(member, `${path}${name}.`)
      else if (typeof member === 'function') left.add(path + name)
    }
  }
  list(mock, '')
  return { watched: watch(mock, ''), uncalled: () => [...left] }
}

const isPart = (member: unknown): member is object =>
  typeof member === 'object' && member !== null && !Array.isArray(member)

/** Past fetch(), which is stubbed. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) =>
      response.resume().on('end', () => resolve(response.statusCode)),
    ).on('error', reject)
  })
}
