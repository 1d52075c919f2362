import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { setImmediate as nextRound } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createUnfinishedBodies } from '../../src/transport/unfinished-bodies.ts'

const CHUNK = Buffer.alloc(20_000)

/** A request whose body arrives in chunks as the test says. */
function createRequest(bodies: ReturnType<typeof createUnfinishedBodies>) {
  const request = new IncomingMessage(new Socket())
  const state = { taken: 0 }
  request.on('data', (chunk: Buffer) => (state.taken += chunk.length))
  bodies.enter(request)
  return {
    request,
    state,
    send: (chunk = CHUNK) => request.push(chunk),
    end: () => request.push(null),
  }
}

test('while too much is unfinished, only the oldest body is read, and the others later', async () => {
  const bodies = createUnfinishedBodies({ maxBytes: 50_000 })
  const [oldest, second, third] = [1, 2, 3].map(() => createRequest(bodies))
  if (!oldest || !second || !third) throw new Error('three are needed')
  for (let round = 0; round < 4; round++) {
    for (const one of [oldest, second, third]) one.send()
    await nextRound()
  }
  expect(oldest.state.taken).toBe(80_000)
  expect(second.state.taken + third.state.taken).toBeLessThan(100_000)
  oldest.end()
  await expect.poll(() => second.state.taken).toBe(80_000)
  second.end()
  await expect.poll(() => third.state.taken).toBe(80_000)
})

test('a short body never waits', async () => {
  const bodies = createUnfinishedBodies({ maxBytes: 50_000 })
  const [oldest, short] = [createRequest(bodies), createRequest(bodies)]
  for (let round = 0; round < 5; round++) oldest.send()
  short.send(Buffer.alloc(1000))
  await nextRound()
  expect(short.state.taken).toBe(1000)
})

test('a body whose rest is not kept holds nobody up', async () => {
  const bodies = createUnfinishedBodies({ maxBytes: 50_000 })
  const [oldest, second] = [createRequest(bodies), createRequest(bodies)]
  for (let round = 0; round < 4; round++) for (const one of [oldest, second]) one.send()
  await nextRound()
  expect(second.state.taken).toBeLessThan(80_000)
  bodies.leave(oldest.request)
  await expect.poll(() => second.state.taken).toBe(80_000)
})

test('a client that sends nothing is cut off while others wait, and only then', async () => {
  const bodies = createUnfinishedBodies({ maxBytes: 50_000, maxSilence: 20 })
  const silent = createRequest(bodies)
  const cut = vi.spyOn(silent.request.socket, 'destroy').mockImplementation(() => {
    silent.request.emit('close')
    return silent.request.socket
  })
  silent.send()
  silent.send()
  await nextRound()
  expect(cut).not.toHaveBeenCalled()
  const waiting = createRequest(bodies)
  for (let round = 0; round < 3; round++) waiting.send()
  await expect.poll(() => waiting.state.taken).toBe(60_000)
  expect(cut).toHaveBeenCalled()
})

test('a client that sends tiny chunks is cut off, not kept waiting', async () => {
  const bodies = createUnfinishedBodies({ maxBytes: 50_000 })
  const [oldest, tiny] = [createRequest(bodies), createRequest(bodies)]
  for (let round = 0; round < 3; round++) oldest.send()
  const cut = vi.spyOn(tiny.request.socket, 'destroy')
  for (let sent = 0; sent < 300; sent++) tiny.send(Buffer.from('x'))
  await expect.poll(() => cut.mock.calls.length).toBeGreaterThan(0)
})

test.each([
  [1, true],
  [50, false],
])('a body in chunks of %i bytes is cut off: %s', async (size, isCut) => {
  const { request, send } = createRequest(createUnfinishedBodies())
  request.on('error', () => undefined)
  for (let chunk = 0; chunk < 3000; chunk++) send(Buffer.alloc(size))
  await nextRound()
  expect(request.destroyed).toBe(isCut)
})
