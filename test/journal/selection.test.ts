import { describe, expect, test } from 'vitest'
import { createArena } from '../../src/journal/arena.ts'
import { createRecords } from '../../src/journal/record.ts'
import { createRing, type Ring } from '../../src/journal/ring.ts'
import { countMatching, takeMatching } from '../../src/journal/selection.ts'
import { entry } from './entries.ts'

/** A ring with the ids 1 to 1000. `read` collects the ids that a test reads from it. */
function createReadRing(): { ring: Ring; read: number[] } {
  const options = { user: 1, maxEntries: 1000, records: createRecords() }
  const whole = createRing({ ...options, arena: createArena(2 ** 22), onLeave: () => undefined })
  for (let id = 1; id <= 1000; id++) whole.push(entry({ id }))
  const read: number[] = []
  const at: Ring['at'] = (...where) => {
    const found = whole.at(...where)
    if (found) read.push(found.id)
    return found
  }
  return { ring: { ...whole, at }, read }
}

const head = { limit: 100, extent: 'head' } as const

describe('no entry is read outside of what is asked for', () => {
  test.each([
    ['newest', { before: 5 }, [4, 3, 2, 1]],
    ['oldest', { before: 5 }, [1, 2, 3, 4]],
    ['newest', { after: 997 }, [1000, 999, 998]],
    ['oldest', { after: 500, before: 503 }, [501, 502]],
    ['oldest', { after: 1000 }, []],
  ] as const)('%s of %j', (order, between, expected) => {
    const { ring, read } = createReadRing()
    expect(takeMatching(ring, () => false, { ...head, ...between, order })).toEqual([])
    expect(read).toEqual(expected)
  })

  test('when they are counted', () => {
    const { ring, read } = createReadRing()
    expect(countMatching(ring, ({ id }) => id > 2, { before: 5 })).toBe(2)
    expect(read).toEqual([1, 2, 3, 4])
  })

  test('nor after there are enough', () => {
    const { ring, read } = createReadRing()
    takeMatching(ring, ({ id }) => id % 2 === 0, { ...head, order: 'newest', limit: 2 })
    expect(read).toEqual([1000, 999, 998])
  })
})
