import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TrafficOptions } from '../../src/mutations/schemas.ts'
import { createTraffic } from '../../src/mutations/traffic.ts'
import { createMutable, NOW } from './mutable.ts'

vi.mock(import('../../src/clock/real-time.ts'), () => import('../fakeable-time.ts'))

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000)

async function createBusy() {
  const mutable = await createMutable()
  const errors: unknown[] = []
  const traffic = createTraffic({ ...mutable, onError: (error) => errors.push(error) })
  return {
    ...mutable,
    traffic,
    errors,
    start: (options: object, userId = 1) =>
      traffic.start(
        userId,
        { ...TrafficOptions.parse({ per_second: 10, ...options }), seed: 3 },
        mutable.rowMaker,
      ),
    inserted: (userId = 1): number => mutable.rowsOf(userId).length - (userId === 1 ? 12 : 3),
  }
}

describe('new rows', () => {
  test('come evenly', async () => {
    const { start, inserted } = await createBusy()
    start({ per_second: 10 })
    const counts = Array.from({ length: 20 }, () => {
      pass(0.1)
      return inserted()
    })
    expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test.each([
    [0.01, 99.9, 0],
    [0.01, 100, 1],
    [1, 0.9, 0],
    [3, 100, 300],
    [7.5, 60, 450],
    [1000, 5, 5000],
  ])('at %d a second are after %d seconds %d', async (per_second, seconds, count) => {
    const { start, inserted } = await createBusy()
    start({ per_second })
    pass(seconds)
    expect(inserted()).toBe(count)
  })

  test('have ids that follow the highest and the time of the user', async () => {
    const { clocks, start, rowsOf } = await createBusy()
    start({ draft: { type: 'api', variables: { from: 'traffic' } } })
    pass(0.1)
    clocks.set(1, { now: NOW + 60, is_frozen: true })
    pass(0.1)
    const common = { type: 'api', variables: new Map([['from', 'traffic']]) }
    expect(rowsOf().slice(0, 3)).toMatchObject([
      { ...common, id: 14, created_at: '2025-02-01 00:01:00' },
      { ...common, id: 13, created_at: '2025-02-01 00:00:00' },
      { id: 12 },
    ])
  })

  test('are the same for the same seed, however time passes', async () => {
    const [first, second] = [await createBusy(), await createBusy()]
    first.start({ per_second: 100 })
    pass(1)
    first.traffic.close()
    second.start({ per_second: 1000, limit: 100 })
    pass(1)
    expect(second.rowsOf()).toEqual(first.rowsOf())
  })
})

describe('stops', () => {
  test('at the limit', async () => {
    const { start, traffic, inserted } = await createBusy()
    expect(start({ limit: 5 })).toEqual({
      per_second: 10,
      seed: 3,
      limit: 5,
      inserted: 0,
      is_running: true,
      error: null,
    })
    pass(10)
    expect(inserted()).toBe(5)
    expect(traffic.state(1)).toEqual({
      per_second: 10,
      seed: 3,
      limit: 5,
      inserted: 5,
      is_running: false,
      error: null,
    })
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each(['stop', 'forget'] as const)('for one user by %s', async (name) => {
    const { start, traffic, inserted } = await createBusy()
    start({}, 1)
    start({}, 2)
    traffic[name](1)
    pass(1)
    expect([inserted(1), inserted(2), traffic.state(1)]).toEqual([0, 10, undefined])
    traffic.close()
  })

  test.each(['stop', 'close'] as const)('for everybody by %s', async (name) => {
    const { start, traffic, inserted } = await createBusy()
    start({}, 1)
    start({}, 2)
    traffic[name]()
    pass(1)
    expect([inserted(1), inserted(2), vi.getTimerCount()]).toEqual([0, 0, 0])
  })

  test('when the user is gone', async () => {
    const { errors, start, store, traffic } = await createBusy()
    start({}, 99)
    pass(1)
    expect([traffic.state(99), errors, store.users.find(99), vi.getTimerCount()]).toEqual([
      undefined,
      [],
      undefined,
      0,
    ])
  })

  test('when rows cannot be made, and says why', async () => {
    const { errors, start, traffic, inserted } = await createBusy()
    start({ draft: { assistant_id: 99 } })
    pass(1)
    expect(errors).toHaveLength(1)
    expect(traffic.state(1)).toMatchObject({
      is_running: false,
      inserted: 0,
      error: expect.stringContaining('assistant_id'),
    })
    expect([inserted(), vi.getTimerCount()]).toEqual([0, 0])
  })

  test('in favour of other traffic', async () => {
    const { start, traffic, inserted } = await createBusy()
    start({ per_second: 1000 })
    start({ per_second: 1 })
    pass(2)
    expect([inserted(), traffic.state(1)?.inserted]).toEqual([2, 2])
    traffic.close()
  })
})
