// Run by node-test.test.ts: `node:test` fakes the modules of the timers too.

/* oxlint-disable typescript/no-floating-promises -- node:test waits for its tests by itself */
import assert from 'node:assert/strict'
import { afterEach, mock as fakes, test } from 'node:test'
import { connect, startMock } from '../../src/index.ts'
import { callEverything } from './everything.ts'

const options = { generate: 30, edition: 'nicecall', walkIdle: 1 } as const

afterEach(() => {
  fakes.timers.reset()
  fakes.restoreAll()
})

function fakeAll(): void {
  fakes.timers.enable()
  fakes.method(globalThis, 'fetch', () => Promise.reject(new Error('fetch is stubbed')))
  fakes.method(performance, 'now', () => 0)
}

test('a mock that runs does all that its handle can', async () => {
  const mock = await startMock(options)
  fakeAll()
  await callEverything(mock)
})

test('a mock is started, connected to and closed', async () => {
  fakeAll()
  const mock = await startMock(options)
  const connected = await connect(mock.url, mock.adminToken)
  assert.deepEqual(connected.tokens, mock.tokens)
  await callEverything(mock)
})
