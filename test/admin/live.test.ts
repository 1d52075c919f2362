import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Mock, type MockUser, startMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'
import { ask as askKept } from '../walking.ts'
import { call, open } from './calls.ts'
import { isStream, listen } from './listening.ts'
import { get } from './refusals.ts'
import { watchServed } from './serving.ts'

vi.mock(import('../../src/clock/real-time.ts'), () => import('../fakeable-time.ts'))

const askTimes = async (
  who: Pick<Mock | MockUser, 'url' | 'token'>,
  times: number,
  query = '',
): Promise<void> => {
  for (let round = 0; round < times; round++) await ask(who.url, who.token('combined'), query)
}

describe('the stream of requests', () => {
  test('brings those that are made from now on, in their order', async () => {
    await using mock = await startMock({ dataset: 'one' })
    await askTimes(mock, 2)
    const stream = await listen(mock)
    expect(isStream(stream.response)).toBe(true)
    await askTimes(mock, 5, '?per_page=2')
    expect(await stream.until(5)).toEqual([3, 4, 5, 6, 7])
    expect({ ...stream.heard[0]?.entry, body: null }).toEqual(
      (await call(mock, get('/requests/3'))).body,
    )
    stream.stop()
  })

  test('goes on after Last-Event-ID, and passes over one that is no id', async () => {
    await using mock = await startMock({ dataset: 'one' })
    await askTimes(mock, 4)
    const all = await listen(mock, '', { 'Last-Event-ID': '0' })
    const some = await listen(mock, '', { 'Last-Event-ID': '3' })
    const ahead = await listen(mock, '', { 'Last-Event-ID': '1000' })
    const none = await listen(mock, '', { 'Last-Event-ID': 'x' })
    expect([await all.until(4), await some.until(1)]).toEqual([[1, 2, 3, 4], [4]])
    await askTimes(mock, 1)
    expect([
      await all.until(5),
      await some.until(2),
      await none.until(1),
      await ahead.until(1),
    ]).toEqual([[1, 2, 3, 4, 5], [4, 5], [5], [5]])
    for (const stream of [all, some, ahead, none]) stream.stop()
  })

  test('brings what is asked for alone', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const user = await mock.createUser()
    const own = await listen(mock, `?user=${user.id}`)
    const failed = await listen(mock, '?status=4xx,5xx')
    const typed = await listen(mock, '?parameter.type=api')
    await askTimes(mock, 1)
    await askTimes(user, 1, '?type=api')
    await askTimes(user, 1, '?per_page=0')
    expect([await own.until(2), await failed.until(1), await typed.until(1)]).toEqual([
      [2, 3],
      [3],
      [2],
    ])
    for (const stream of [own, failed, typed]) stream.stop()
  })

  test('has 32 listeners at most, each of which leaves its place', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const streams = await Promise.all(Array.from({ length: 32 }, () => listen(mock)))
    expect((await mock.status()).listeners).toBe(32)
    const refused = await call(mock, get('/requests/stream'))
    expect(refused).toMatchObject({
      status: 429,
      body: { message: 'too many live streams are open; close one first', errors: [] },
    })
    await askTimes(mock, 1)
    for (const stream of streams) expect(await stream.until(1)).toEqual([1])
    streams[0]?.stop()
    await expect.poll(async () => (await mock.status()).listeners).toBe(31)
    streams.push(await listen(mock))
    for (const stream of streams) stream.stop()
    await expect.poll(async () => (await mock.status()).listeners).toBe(0)
  })

  test('says nothing of what is forgotten, and goes on', async () => {
    await using mock = await startMock({ dataset: 'one' })
    const stream = await listen(mock)
    await askTimes(mock, 1)
    await stream.until(1)
    await mock.reset()
    await askTimes(mock, 1)
    expect(await stream.until(2)).toEqual([1, 2])
    stream.stop()
  })

  test('ends with the mock, at once, for those that read and those that do not', async () => {
    const mock = await startMock({ dataset: 'one' })
    const streams = await Promise.all(Array.from({ length: 8 }, () => listen(mock)))
    const silent = await open(mock, { path: '/__admin/requests/stream' })
    const closed = once(silent, 'close')
    await askTimes(mock, 1)
    await mock.close()
    await Promise.all(streams.map(({ ended }) => ended))
    silent.resume()
    await closed
    for (const { heard } of streams) expect(heard.length).toBeLessThanOrEqual(1)
  })
})

describe('a listener', () => {
  afterEach(() => void vi.useRealTimers())

  test('hears a ping every fifteen seconds', async () => {
    await using mock = await startMock({ dataset: 'one' })
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const response = await open(mock, get('/requests/stream'))
    const pieces: string[] = []
    response.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
    for (let ping = 1; ping <= 3; ping++) {
      vi.advanceTimersByTime(15_000)
      while (pieces.join('').split(': ping\n\n').length <= ping) await once(response, 'data')
    }
    expect(pieces.join('')).toBe(`retry: 1000\n\n${': ping\n\n'.repeat(3)}`)
    vi.useRealTimers()
    response.destroy()
  })

  test('that does not read holds little, delays nobody, and hears the rest when it reads on', async () => {
    await using mock = await startMock({ dataset: 'empty' })
    using served = watchServed('/requests/stream')
    const silent = await Promise.all(
      Array.from({ length: 8 }, () => open(mock, get('/requests/stream'))),
    )
    const query = `?${Array.from({ length: 20 }, (_, n) => `p${n}=${'x'.repeat(150)}`).join('&')}`
    const answers = Array.from({ length: 2000 }, () =>
      askKept({ url: mock.url, token: mock.token(), query }),
    )
    for (const { status } of await Promise.all(answers)) expect(status).toBe(200)
    await expect
      .poll(() => served.responses.map(({ writableLength }) => writableLength > 0))
      .toEqual(Array(8).fill(true))
    // The two thousand entries are some megabytes, so most of them must not wait in the buffer.
    for (const { writableLength } of served.responses) expect(writableLength).toBeLessThan(2 ** 17)
    const [first, ...others] = silent
    const ids: number[] = []
    if (first)
      for await (const line of createInterface({ input: first }))
        if (line.startsWith('id: ') && ids.push(Number(line.slice(4))) === 2000) break
    expect(ids).toEqual(Array.from({ length: 2000 }, (_, n) => n + 1))
    for (const response of others) response.destroy()
  })

  test('that takes nothing for ten seconds is cut off, and learns why if it reads on', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await using mock = await startMock({ dataset: 'empty' })
    using served = watchServed('/requests/stream')
    const [patient, ...others] = await Promise.all(
      [1, 2, 3].map(() => open(mock, get('/requests/stream'))),
    )
    const query = `?${Array.from({ length: 20 }, (_, n) => `p${n}=${'x'.repeat(150)}`).join('&')}`
    for (
      let round = 0;
      !served.responses.every(({ writableNeedDrain }) => writableNeedDrain);
      round++
    ) {
      await Promise.all(
        Array.from({ length: 100 }, () => askKept({ url: mock.url, token: mock.token(), query })),
      )
      await vi.advanceTimersByTimeAsync(50)
    }
    await vi.advanceTimersByTimeAsync(9_000)
    expect(await mock.status()).toMatchObject({ listeners: 3, listeners_cut: 0 })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await mock.status()).toMatchObject({ listeners: 0, listeners_cut: 3 })
    const received = patient ? await text(patient) : ''
    expect(received.slice(received.lastIndexOf('event: '))).toBe(
      'event: cut\ndata: {"reason":"the client took nothing for 10 seconds; go on with Last-Event-ID"}\n\n',
    )
    const broken = others.map((response) => expect(text(response)).rejects.toThrow('aborted'))
    expect(served.responses.filter(({ writableFinished }) => writableFinished)).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(30_000)
    await Promise.all(broken)
  })
})
