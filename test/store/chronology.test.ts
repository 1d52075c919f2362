import { expect, test } from 'vitest'
import { createChronology } from '../../src/store/chronology.ts'
import { createRows } from './rows.ts'

const {
  conversations: [row],
} = await createRows(1, 'rising with id')

/** Rows as [id, day]. */
function isInOrder(rows: readonly (readonly [id: number, day: number])[]): boolean {
  const chronology = createChronology()
  for (const [id, day] of rows) {
    const created_at = `2025-01-0${day} 00:00:00`
    if (row) chronology.see(1, { ...row, id, created_at })
  }
  return chronology.outOfOrder.size === 0
}

test.each<[string, [number, number][], boolean]>([
  [
    'rising ids and dates',
    [
      [1, 1],
      [2, 1],
      [5, 2],
    ],
    true,
  ],
  [
    'falling ids and dates',
    [
      [5, 2],
      [2, 1],
      [1, 1],
    ],
    true,
  ],
  [
    'rising ids with a date that falls',
    [
      [1, 2],
      [2, 1],
    ],
    false,
  ],
  [
    'falling ids with a date that rises',
    [
      [2, 1],
      [1, 2],
    ],
    false,
  ],
  [
    'ids that rise and fall',
    [
      [1, 1],
      [3, 3],
      [2, 2],
    ],
    false,
  ],
])('%s', (_name, rows, expected) => expect(isInOrder(rows)).toBe(expected))
