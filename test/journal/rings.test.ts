import { describe, expect, test } from 'vitest'
import { createArena } from '../../src/journal/arena.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { createRecords } from '../../src/journal/record.ts'
import { createRing, type Ring } from '../../src/journal/ring.ts'
import { createRings, levelOf } from '../../src/journal/rings.ts'
import { cursorsOf, noCursors } from '../../src/laravel/listing.ts'
import { entry } from './entries.ts'

const noop = (): void => undefined

const MB = 1024 * 1024

/** A ring that shares its arena with no other ring. */
function createLoneRing(maxEntries: number) {
  const arena = createArena(4 * MB)
  return {
    arena,
    ring: createRing({ user: 1, maxEntries, arena, records: createRecords(), onLeave: noop }),
  }
}

const idsOf = (ring: Ring): number[] =>
  Array.from({ length: ring.size() }, (_, index) => ring.at(index, 'head')?.id ?? 0)

const entriesOf = (ring: Ring): (Entry | undefined)[] =>
  Array.from({ length: ring.size() }, (_, index) => ring.at(index, 'whole'))

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Different in each entry. */
const arrival = (id: number) => ({
  id,
  time: id / 3,
  at: id * 7,
  duration: 1 / id,
  lane: id % 3,
  connection: id * 1000,
})

const rooms = (count: number): number => count * 4096
const stays = (id: number): boolean => id % 8 === 0

describe('memory', () => {
  test('is given back once users have left, and those who stay keep theirs', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 10_000, maxBytes: 16 * MB })
    for (const id of range(1, 60_000))
      rings.push(entry({ id, user: id % 8, target: `/${'x'.repeat(id % 300)}${id}` }))
    const full = rings.memory()
    for (const user of range(1, 7)) rings.remove(user)
    expect(full).toBeGreaterThan(8 * MB)
    expect(rings.memory()).toBeLessThan(full / 4)
    const left = rings.of(0)[0]
    expect(left?.size()).toBe(range(1, 60_000).filter(stays).length)
    for (const id of range(1, 60_000).filter(stays))
      expect(left?.find(id)?.target).toBe(`/${'x'.repeat(id % 300)}${id}`)
    rings.remove(undefined)
    expect(rings.memory()).toBe(MB)
  })

  test('that is full loses few entries at once, however large it is', () => {
    const most = [64, 128].map((size) => {
      let left = 0
      let mostAtOnce = 0
      const rings = createRings({ onLeave: () => left++, maxEntries: 1e6, maxBytes: size * MB })
      for (const id of range(1, size * 400)) {
        const before = left
        rings.push(entry({ id, target: `/${'x'.repeat(4000)}` }))
        mostAtOnce = Math.max(mostAtOnce, left - before)
      }
      return mostAtOnce
    })
    expect(most[0]).toBeGreaterThan(10)
    expect(most[1]).toBeLessThan((most[0] ?? 0) + 10)
  })
})

describe('a ring', () => {
  test.each<Partial<Entry>>([
    { user: null, token: null, edition: null, status: null, rows: null, accept: null },
    {
      user: 2 ** 53 - 1,
      token: 2 ** 40,
      status: 503,
      rows: 0,
      lane: 70_000,
      time: 1e9 + 0.123,
      at: 1e7 / 3,
      duration: 1e-4,
    },
    { isNamed: true, isAjax: true, correlation: 'w\xe9' },
    { user: null, token: null, authorization: 'missing' },
    { user: null, token: null, authorization: 'other' },
    { user: null, token: null, authorization: 'keyless', hasBody: true },
    { isFromDashboard: true, hasBody: true, correlation: '' },
    { faults: ['latency', 'x'.repeat(500)], faultIds: [1, 4711], delay: 12.5, hungUpAt: 99.25 },
    {
      preferences: 'wait=2',
      method: 'X'.repeat(120),
      accept: 'a'.repeat(1024),
      target: '/\xff'.repeat(4000),
    },
    { limit: { remaining: 0, retryAfter: 'Mon, 01 Jan 2025', reset: 1_737_815_460 } },
    { limit: { remaining: null, retryAfter: null, reset: null } },
    { list: { ids: '', total: 0, next: null, previous: null } },
    {
      list: {
        ids: '9,8,7,100,5000000000,1',
        total: 6,
        next: '2',
        previous: null,
        cursors: { next: 'n', previous: null },
      },
    },
    {
      list: {
        ids: Array.from({ length: 3000 }, (_, index) => (index * 7919) % 3001).join(','),
        total: null,
        next: 'n',
        previous: 'p',
      },
    },
    { list: { ids: '1,a,,b', total: null, next: null, previous: 'p' } },
    { list: { ids: String(2 ** 53), total: null, next: null, previous: null } },
  ])('gives back what it was given, case %#', (changes) => {
    const { ring } = createLoneRing(10)
    const given = range(1, 3).map((id) => entry({ ...changes, id }))
    for (const each of given) ring.push(each)
    expect(entriesOf(ring)).toEqual(given)
    expect(ring.at(1, 'head')).toEqual({ ...given[1], list: null })
    const { user = 1, token = 3, isFromDashboard = false, list = null } = changes
    const { next, previous } = list ? cursorsOf(list) : noCursors
    const gaveCursors = list !== null && (next !== null || previous !== null)
    expect(ring.forgottenAt(0)).toMatchObject({
      isFromDashboard,
      ...(gaveCursors
        ? { token, list: { total: list.total, next: list.next } }
        : { token: null, list: null }),
    })
    expect(user).toBe(given[0]?.user)
  })

  test('gives back lists that repeat, also among others and at other places', () => {
    const { ring } = createLoneRing(30)
    const ids = ['9,8,7', '9,8,7', '9,8,7', '6,5', '9,8,7', '1,a', '1,a', '1,a', '6,5', '6,5', '']
    const given = [...ids, ...ids].map((text, index) =>
      entry({
        id: index + 1,
        target: '/'.repeat(index * 50),
        list: { ids: text, total: null, next: null, previous: 'p'.repeat(index) },
      }),
    )
    for (const each of given) ring.push(each)
    expect(entriesOf(ring).map((each) => each?.list?.ids)).toEqual([...ids, ...ids])
  })

  test('gives back entries that repeat the one before, each with its own arrival', () => {
    const { ring } = createLoneRing(30)
    const list = { ids: '9,8,7', total: null, next: 'n', previous: 'p' }
    const others = [
      { target: '/other' },
      { token: 4 },
      { user: 2 },
      { status: 404 },
      { rows: null },
      { edition: null },
      { method: 'HEAD' },
      { accept: null },
      { correlation: 'c' },
      { isNamed: true },
      { isFromDashboard: true },
      { isAjax: true },
      { hasBody: true },
      { list: null },
      { limit: { remaining: 1, retryAfter: null, reset: null } },
      { preferences: 'wait=2' },
    ]
    for (const other of others) {
      const given = [{}, {}, {}, {}, other, other, other, {}].map((changes, index) =>
        entry({ list, ...changes, ...arrival(index + 1) }),
      )
      for (const each of given) ring.push(each)
      expect(entriesOf(ring).slice(-given.length)).toEqual(given)
    }
  })

  test('remembers when a client hung up, whichever block that lies in', () => {
    const { ring } = createLoneRing(100)
    for (const id of range(1, 60))
      ring.push(entry({ id, delay: 5, target: '/'.repeat((id * 41) % 200) }))
    for (const id of range(1, 60)) ring.hangUp(id, id + 0.5)
    ring.hangUp(61, 1)
    expect(entriesOf(ring).map((each) => each?.hungUpAt)).toEqual(
      range(1, 60).map((id) => id + 0.5),
    )
  })

  test('takes up more memory than it had at first, and gives it back but for a step', () => {
    const { ring, arena } = createLoneRing(100_000)
    for (const id of range(1, 20_000)) ring.push(entry({ id }))
    expect(arena.size() - ring.bytes()).toBeLessThan(MB)
    expect(arena.size()).toBeGreaterThan(MB)
    ring.clear()
    arena.shrink([ring])
    expect(arena.size()).toBe(MB)
    ring.push(entry({ id: 20_001 }))
    expect(idsOf(ring)).toEqual([20_001])
  })

  test.each([1, 2, 15, 16, 17, 100])('of %i holds the newest, from the oldest', (max) => {
    const { ring } = createLoneRing(max)
    for (const id of range(1, 250)) {
      ring.push(entry({ id }))
      expect(idsOf(ring)).toEqual(range(Math.max(1, id - max + 1), id))
    }
    expect(ring.at(max, 'whole')).toBeUndefined()
  })

  test('keeps its order and all that it was given while it is drained and filled in turn', () => {
    const { ring } = createLoneRing(300)
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
        const next = entry({ id: ++id, target: '/'.repeat((id * 37) % 5000) })
        ring.push(next)
        model.push(next)
        if (model.length > 300) model.shift()
      }
      for (let step = 0; step < remove; step++) {
        ring.shift()
        model.shift()
      }
      expect(entriesOf(ring)).toEqual(model)
    }
  })

  test('finds by id across gaps', () => {
    const { ring } = createLoneRing(4)
    for (const id of [1, 3, 5, 7, 9, 11]) ring.push(entry({ id }))
    expect([1, 3, 4, 5, 6, 11, 12].map((id) => ring.find(id)?.id)).toEqual([
      undefined,
      undefined,
      undefined,
      5,
      undefined,
      11,
      undefined,
    ])
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
  test('take from who holds most when the bytes reach their bound', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 10_000, maxBytes: MB / 4 })
    for (const id of range(1, 100)) rings.push(entry({ id, user: 2 }))
    for (const id of range(101, 200)) rings.push(entry({ id, user: null }))
    for (const id of range(201, 5000)) rings.push(entry({ id, user: 1 }))
    const sizes = [2, null, 1].map((user) => rings.of(user)[0]?.size() ?? 0)
    expect(sizes.slice(0, 2)).toEqual([100, 100])
    expect(sizes[2]).toBeGreaterThan(1000)
    expect(sizes[2]).toBeLessThan(4800)
    expect(rings.of(1)[0]?.find(5000)).toBeDefined()
  })

  test('never hold more than the bound, and account for what they hold', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 50, maxBytes: rooms(60) })
    for (const id of range(1, 20_000)) {
      rings.push(entry({ id, user: (id * id) % 37, target: '/'.repeat(id % 200) }))
      if (rings.bytes() > rooms(60)) expect.fail(`${rings.bytes()} bytes`)
    }
    expect(rings.bytes()).toBe(rings.of(undefined).reduce((sum, ring) => sum + ring.bytes(), 0))
    expect(rings.bytes()).toBeGreaterThan(rooms(45))
  })

  test('hold nothing that is larger than all they may hold', () => {
    const rings = createRings({ onLeave: noop, maxEntries: 10, maxBytes: 10 })
    rings.push(entry())
    expect([rings.bytes(), rings.of(undefined).length]).toEqual([0, 0])
  })
})
