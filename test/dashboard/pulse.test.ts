import { expect, test } from 'vitest'
import { createPulse, KEPT_SECONDS, SAMPLES } from '../../src/dashboard/mock/pulse.ts'

function start() {
  let now = 100_500
  const pulse = createPulse(() => now)
  return {
    pulse,
    requests: () => pulse.seconds.value.map(({ at, requests }) => [at, requests]),
    /** Milliseconds since the start. */
    at: (milliseconds: number): void => void (now = 100_500 + milliseconds),
  }
}

test('counts requests by whole seconds, and shows none that is not over', () => {
  const { pulse, requests, at } = start()
  pulse.add({ duration: 1 })
  at(499)
  pulse.add({ duration: 1 })
  expect(requests()).toEqual([])
  at(500)
  pulse.add({ duration: 1 })
  expect(requests()).toEqual([[100, 2]])
  at(1500)
  pulse.tick()
  expect(requests()).toEqual([
    [100, 2],
    [101, 1],
  ])
})

test('has the durations in ascending order', () => {
  const { pulse, at } = start()
  for (const duration of [30, 4, 100, 0.5]) pulse.add({ duration })
  at(1000)
  pulse.tick()
  expect(pulse.seconds.value[0]?.durations).toEqual([0.5, 4, 30, 100])
})

test('fills seconds in which nobody asked', () => {
  const { pulse, requests, at } = start()
  pulse.add({ duration: 1 })
  at(3000)
  pulse.tick()
  expect(requests()).toEqual([
    [100, 1],
    [101, 0],
    [102, 0],
  ])
})

test('keeps a sample of many durations', () => {
  const { pulse, at } = start()
  for (let index = 0; index < SAMPLES * 10; index++) pulse.add({ duration: index })
  at(1000)
  pulse.tick()
  const [second] = pulse.seconds.value
  expect([second?.requests, second?.durations.length]).toEqual([SAMPLES * 10, SAMPLES])
  expect(second?.durations.at(-1)).toBeGreaterThan(SAMPLES)
})

test('keeps two minutes, also after a long sleep', () => {
  const { pulse, requests, at } = start()
  pulse.add({ duration: 1 })
  at(3_600_000)
  pulse.tick()
  expect(requests()).toHaveLength(KEPT_SECONDS)
  expect(requests().at(0)).toEqual([3700 - KEPT_SECONDS, 0])
  expect(requests().at(-1)).toEqual([3699, 0])
})

test('begins anew when the clock was put back', () => {
  const { pulse, requests, at } = start()
  at(5000)
  pulse.tick()
  at(1000)
  pulse.add({ duration: 1 })
  expect(requests()).toEqual([])
  at(2000)
  pulse.tick()
  expect(requests()).toEqual([[101, 1]])
})
