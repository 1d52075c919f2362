import { expect, test } from 'vitest'
import { findFreeSpot } from '../../src/dashboard/widgets/free-spot.ts'

const view = { width: 400, height: 300 }
const size = { width: 100, height: 40 }
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  width,
  height,
})

test.each([
  ['at the lower right where nothing is', [], { left: 288, top: 248 }],
  ['beside what is there', [box(300, 200, 100, 100)], { left: 192, top: 248 }],
  ['above what is as wide as the page', [box(0, 250, 400, 50)], { left: 288, top: 200 }],
  ['between what is taken', [box(0, 0, 400, 90), box(0, 150, 400, 150)], { left: 288, top: 104 }],
  [
    'where it covers the least when all is taken',
    [box(0, 0, 400, 300), box(0, 60, 400, 240)],
    { left: 288, top: 20 },
  ],
])('lies %s', (_what, taken, spot) => expect(findFreeSpot(size, view, taken)).toEqual(spot))

test('never begins outside of a page that is too small', () =>
  expect(findFreeSpot({ width: 500, height: 400 }, view, [])).toEqual({ left: 0, top: 0 }))
