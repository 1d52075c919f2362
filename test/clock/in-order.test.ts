import { expect, test } from 'vitest'
import { inOrder } from '../../src/clock/in-order.ts'
import { createRandom } from '../../src/random/random.ts'
import { finish } from '../finish.ts'

type Item = { readonly key: number; readonly index: number }

const byKey = (a: Item, b: Item): number => a.key - b.key

/** Items in which every key occurs several times. */
function itemsOf(count: number): Item[] {
  const random = createRandom(count, 0)
  return Array.from({ length: count }, (_, index) => ({
    key: random.below(Math.ceil(count / 4)),
    index,
  }))
}

test.each([0, 1, 2, 999, 1000, 1001, 3000, 7531])(
  '%d items come in the order of toSorted(), equal ones as they were',
  (count) => {
    const items = itemsOf(count)
    expect(finish(inOrder(items, byKey))).toEqual(items.toSorted(byKey))
  },
)

test('others have their turn while many are sorted', () => {
  expect([...inOrder(itemsOf(10_000), byKey)].length).toBeGreaterThan(20)
})
