import { describe, expect, test } from 'vitest'
import { bytesOf, type Entry } from '../../src/journal/entry.ts'
import { createRing, type Ring } from '../../src/journal/ring.ts'
import { createRings, levelOf } from '../../src/journal/rings.ts'
import { entry } from './entries.ts'

const noop = (): void => undefined

const idsOf = (ring: Ring): number[] => Array.from({ length: ring.size() }, (_, index) => ring.at(index)?.id ?? 0)

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('a ring', () => {
  test.each([1, 2, 15, 16, 17, 100])('of %i holds the newest, from the oldest', (max) => {
    const ring = createRing(max, noop)
    for (const id of range(1, 250)) {
      ring.push(entry({ id }))
      expect(idsOf(ring)).toEqual(range(Math.max(1, id - max + 1), id))
    }
    expect(ring.at(max)).toBeUndefined()
  })

  test('keeps its order and its sum while it is drained and filled in turn', () => {
    const ring = createRing(300, noop)
    const model: Entry[] = []
    let id = 0
    for (const [add, remove] of [
      [200, 195],
      [310, 300],
      [20, 40],
      [300, 1],
      [5, 5],
    ] as const) {
      for (let step = 0; step < add; step++) {
        const next = entry({ id: ++id, target: '/'.repeat(id % 50) })
        ring.push(next)
        model.push(next)
        if (model.length > 300) model.shift()
      }
      for (let step = 0; step < remove; step++) {
        ring.shift()
        model.shift()
      }
      expect(idsOf(ring)).toEqual(model.map((item) => item.id))
      expect(ring.bytes()).toBe(model.reduce((sum, item) => sum + bytesOf(item), 0))
    }
  })

  test('finds by id across gaps', () => {
    const ring = createRing(4, noop)
    for (const id of [1, 3, 5, 7, 9, 11]) ring.push(entry({ id }))
    expect([1, 3, 4, 5, 6, 11, 12].map((id) => ring.find(id)?.id)).toEqual([undefined, undefined, undefined, 5, undefined, 11, undefined])
    expect([0, 4, 5, 6, 10, 11].map((id) => ring.indexAfter(id))).toEqual([0, 0, 1, 1, 3, 4])
  })
})

test.each([
  [[100], 30, 70],
  [[100, 50], 30, 70],
  [[100, 50], 50, 50],
  [[100, 50], 60, 45],
  [[100, 50, 40], 70, 40],
  [[100, 100, 10], 100, 50],
  [[100, 50], 150, 0],
  [[100, 50], 200, 0],
])('levels %j by %i to %i', (sizes, excess, level) => {
  expect(levelOf(sizes, excess)).toBe(level)
})

describe('all rings together', () => {
  const one = bytesOf(entry())

  test('take from who holds most when the bytes reach their bound', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 10_000, maxBytes: one * 1000 })
    for (const id of range(1, 100)) rings.push(entry({ id, user: 2 }))
    for (const id of range(101, 200)) rings.push(entry({ id, user: null }))
    for (const id of range(201, 5000)) rings.push(entry({ id, user: 1 }))
    const sizes = [2, null, 1].map((user) => rings.of(user)[0]?.size() ?? 0)
    expect(sizes.slice(0, 2)).toEqual([100, 100])
    expect(sizes[2]).toBeGreaterThanOrEqual(780)
    expect(sizes[2]).toBeLessThanOrEqual(800)
    expect(rings.of(1)[0]?.find(5000)).toBeDefined()
  })

  test('never hold more than the bound, and account for what they hold', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 50, maxBytes: one * 400 })
    for (const id of range(1, 20_000)) {
      rings.push(entry({ id, user: (id * id) % 37, target: '/'.repeat(id % 200) }))
      if (rings.bytes() > one * 400) expect.fail(`${rings.bytes()} bytes`)
    }
    expect(rings.bytes()).toBe(rings.of(undefined).reduce((sum, ring) => sum + ring.bytes(), 0))
    expect(rings.bytes()).toBeGreaterThan(one * 300)
  })

  test('hold nothing that is larger than all they may hold', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 10, maxBytes: 10 })
    rings.push(entry())
    expect([rings.bytes(), rings.of(undefined).length]).toEqual([0, 0])
  })
})
