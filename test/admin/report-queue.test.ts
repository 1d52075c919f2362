import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { MAX_SILENCE_MS } from '../../src/admin/event-stream.ts'
import { createReportQueue } from '../../src/admin/report-queue.ts'

vi.mock(import('../../src/clock/real-time.ts'), () => import('../fakeable-time.ts'))

afterEach(() => void vi.useRealTimers())

const createResponse = (): ServerResponse => new ServerResponse(new IncomingMessage(new Socket()))

test('three callers have a report at the same time, and the next ones come in their order', async () => {
  const queue = createReportQueue()
  const responses = Array.from({ length: 6 }, createResponse)
  const entered: number[] = []
  for (const [index, response] of responses.entries())
    void queue.enter(response).then(() => entered.push(index))
  await setImmediate()
  expect(entered).toEqual([0, 1, 2])
  // A caller that goes away while it waits takes no turn from the others.
  responses[3]?.destroy()
  responses[1]?.emit('close')
  await setImmediate()
  expect(entered).toEqual([0, 1, 2, 3, 4])
  responses[0]?.emit('close')
  await setImmediate()
  expect(entered).toEqual([0, 1, 2, 3, 4, 5])
})

test('a caller that reads nothing of a report for ten seconds is cut off', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const [silent, reading, idle] = [createResponse(), createResponse(), createResponse()]
  const queue = createReportQueue()
  const cuts = [silent, reading, idle].map((response) =>
    vi.spyOn(response.req.socket, 'resetAndDestroy').mockReturnThis(),
  )
  for (const response of [silent, reading, idle]) await queue.enter(response)
  for (const response of [silent, reading]) response.write('x'.repeat(100_000))
  for (let round = 0; round < 4; round++) {
    vi.advanceTimersByTime(MAX_SILENCE_MS / 2)
    reading.emit('drain')
  }
  expect(cuts.map(({ mock }) => mock.calls.length > 0)).toEqual([true, false, false])
})
