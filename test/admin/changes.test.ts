import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { type Mock, startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { call, open } from './calls.ts'
import { isStream } from './listening.ts'
import { get } from './refusals.ts'

type Versions = Readonly<Record<string, unknown>>

/** Opens a stream of changes. `heard`: the events so far. */
async function follow(mock: Mock) {
  const response = await open(mock, get('/changes'))
  const heard: Versions[] = []
  createInterface({ input: response }).on('line', (line) => {
    if (line.startsWith('data: ')) heard.push(JSON.parse(line.slice('data: '.length)))
  })
  response.on('error', () => undefined)
  const last = async (): Promise<Versions> => {
    await expect.poll(() => heard.length).toBeGreaterThan(0)
    return heard.at(-1) ?? {}
  }
  return { response, heard, last, stop: () => void response.destroy() }
}

/** The names of the version numbers that an action changes. */
async function changedBy(mock: Mock, act: () => Promise<unknown>): Promise<string[]> {
  const { heard, last, stop } = await follow(mock)
  const before = await last()
  const names = (): string[] =>
    Object.keys(before).filter((name) => before[name] !== heard.at(-1)?.[name])
  await act()
  await expect.poll(names).not.toEqual([])
  // The first event of a later stream contains all changes.
  const later = await follow(mock)
  const now = await later.last()
  later.stop()
  stop()
  return Object.keys(before).filter((name) => before[name] !== now[name])
}

test('says at once where things stand', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const { response, last, stop } = await follow(mock)
  expect(isStream(response)).toBe(true)
  expect(Object.keys(await last())).toEqual(['run', 'rows', 'users', 'requests', 'controls'])
  stop()
})

test.each<[name: string, changed: string, act: (mock: Mock) => Promise<unknown>]>([
  ['a request', 'requests', (mock) => ask(mock.url, mock.token())],
  ['a row', 'rows', (mock) => mock.conversations.create({})],
  ['a user', 'users', (mock) => mock.createUser()],
  ['a fault', 'controls', (mock) => mock.faults.arm({ effect: { type: 'empty' } })],
  ['the clock', 'controls', (mock) => mock.clock.freeze('2030-01-01T00:00:00Z')],
])('says that %s changed something', async (_name, changed, act) => {
  await using mock = await startMock({ dataset: 'one' })
  expect(await changedBy(mock, () => act(mock))).toContain(changed)
})

test('a call that only reads changes nothing', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const { last, stop } = await follow(mock)
  const before = await last()
  stop()
  await call(mock, get('/status'))
  await call(mock, get('/users'))
  const again = await follow(mock)
  expect(await again.last()).toEqual(before)
  again.stop()
})

test('has 32 followers at most, each of which leaves its place', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const streams = await Promise.all(Array.from({ length: 32 }, () => follow(mock)))
  expect(await call(mock, get('/changes'))).toMatchObject({
    status: 429,
    body: { message: 'too many streams of changes are open; close one first' },
  })
  streams[0]?.stop()
  const opened: IncomingMessage[] = []
  await expect
    .poll(async () => {
      const response = await open(mock, get('/changes'))
      opened.push(response)
      return response.statusCode
    })
    .toBe(200)
  for (const response of opened) response.destroy()
  for (const { stop } of streams) stop()
})

test('ends with the mock', async () => {
  const mock = await startMock({ dataset: 'one' })
  const { response, last } = await follow(mock)
  await last()
  const ended = new Promise((resolve) => response.once('close', resolve))
  await mock.close()
  await ended
})
