import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHearing } from '../../tools/soak/followers.ts'
import { readAnswers } from '../../tools/soak/requests.ts'
import { createSampler } from '../../tools/soak/sampler.ts'
import { countMissed } from '../../tools/soak/walker.ts'
import { createWaits } from '../../tools/soak/waits.ts'

describe('waits', () => {
  test('are those since they were last taken', () => {
    const waits = createWaits()
    for (const [wait, stolen] of [
      [1, 0],
      [50, 48],
      [7, 1],
    ] as const)
      waits.add(wait, stolen)
    expect(waits.take()).toEqual({ probes: 3, longest: 50, longestOwn: 6, median: 7 })
    expect(waits.take()).toEqual({ probes: 0, longest: 0, longestOwn: 0, median: 0 })
  })
})

describe('memory', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('is told every ten seconds, with the highest and its time', () => {
    const lines: string[] = []
    let seconds = 0
    const sampler = createSampler({
      readMb: () => (seconds > 4.05 && seconds < 4.35 ? 300 : 100),
      readSeconds: () => (seconds += 0.1),
      print: (line) => lines.push(line),
    })
    vi.advanceTimersByTime(20_000)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^ +10 s {2}100 MB, at most 300 MB$/)
    expect(sampler.highest().mb).toBe(300)
    expect(sampler.highest().at).toBeCloseTo(4.2)
    sampler.stop()
    vi.advanceTimersByTime(20_000)
    expect(lines).toHaveLength(2)
  })
})

describe('a follower', () => {
  test('counts what it did not hear of, whatever the pieces', () => {
    const text = [1, 2, 5, 6].map((id) => `id: ${id}\nevent: request\ndata: {}\n\n`).join('')
    for (const size of [1, 7, 1000]) {
      const hearing = createHearing()
      for (let at = 0; at < text.length; at += size) hearing.add(text.slice(at, at + size))
      expect([hearing.heard(), hearing.missed()]).toEqual([4, 2])
    }
  })
})

test.each<[ids: string[], total: number, missed: number]>([
  [['a', 'b', 'c'], 3, 0],
  [['a', 'c'], 3, 1],
  [['a', 'b', 'b'], 3, 2],
  [['a', 'b', 'c', 'd'], 3, 1],
  [[], 0, 0],
])('of %j of %i rows, %i are wrong', (ids, total, missed) => {
  expect(countMissed(ids, total)).toBe(missed)
})

test.each([1, 5, 9, 10, 1000])('answers are counted in pieces of %i bytes', async (size) => {
  const stream = new PassThrough()
  const text = 'HTTP/1.1 200 OK\r\n\r\n{}'.repeat(4)
  const counted = readAnswers(stream, 4)
  for (let at = 0; at < text.length; at += size) stream.write(text.slice(at, at + size))
  await counted
})
