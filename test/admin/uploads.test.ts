import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { createUploads } from '../../src/admin/uploads.ts'
import { startMock } from '../../src/index.ts'
import { call, send } from './calls.ts'
import { get, put } from './refusals.ts'

/** Calls whose bodies are read. Each notes the chunks that are taken from it. */
function startUploads(count: number, uploads: ReturnType<typeof createUploads>) {
  return Array.from({ length: count }, () => {
    const request = new IncomingMessage(new Socket())
    const state = { taken: 0, isDone: false }
    request.push('first')
    void (async () => {
      try {
        for await (const _ of uploads.read(request)) state.taken++
      } finally {
        state.isDone = true
      }
    })().catch(() => undefined)
    return { request, state }
  })
}

const takenBy = (calls: ReturnType<typeof startUploads>): number[] =>
  calls.map(({ state }) => state.taken)

test('eight datasets are read at the same time, and the next ones in their order', async () => {
  const calls = startUploads(10, createUploads())
  await expect.poll(() => takenBy(calls)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
  calls[3]?.request.push(null)
  await expect.poll(() => calls[3]?.state.isDone).toBe(true)
  await expect.poll(() => takenBy(calls)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0])
  calls[0]?.request.push(null)
  await expect.poll(() => takenBy(calls)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
})

test('callers that send nothing are cut off while others wait', async () => {
  const calls = startUploads(9, createUploads(20))
  const cuts = calls.map(({ request }) => {
    // The server of node:http does this.
    request.socket.once('close', () => request.destroy())
    return vi.spyOn(request.socket, 'destroy')
  })
  await expect.poll(() => takenBy(calls)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(cuts.filter(({ mock }) => mock.calls.length > 0).length).toBeGreaterThan(0)
  expect(cuts[8]).not.toHaveBeenCalled()
})

test('a dataset does not wait for the unfinished datasets of another mock in the process', async () => {
  await using busy = await startMock({ dataset: 'ties' })
  await using other = await startMock({ dataset: 'ties' })
  const begun = Array.from({ length: 8 }, () => {
    const sent = send(busy, { method: 'PUT', path: '/__admin/dataset', chunks: neverEnding() })
    return sent.on('error', () => undefined)
  })
  // Each of these answers comes after the calls before it have begun.
  for (let index = 0; index < 10; index++) await call(busy, get('/status'))
  const { status } = await call(
    other,
    put('/dataset?user=1', { assistants: [], conversations: [] }),
  )
  expect(status).toBe(200)
  for (const sent of begun) sent.destroy()
})

async function* neverEnding() {
  yield '{"assistants":['
  await new Promise(() => undefined)
}
