// Rows come and go while a client pages. Pages count from the head of the list, so their rows
// shift. A cursor names a row, so its rows do not shift.

import { describe, expect, test } from 'vitest'
import type { Step } from '../../src/mutations/schemas.ts'
import { createMutable, type Mutable } from './mutable.ts'

/** The uuids in the order in which a client meets them. */
function walkByPage({ ask }: Mutable): string[] {
  const seen: string[] = []
  for (let page = 1, last = 1; page <= last; page++) {
    const list = ask(`page=${page}&per_page=3`)
    seen.push(...list.data.map(({ id }) => id))
    last = list.last_page ?? 0
  }
  return seen
}

function walkByCursor({ ask }: Mutable): string[] {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const list = ask(`cursor=${cursor}&per_page=3`)
    seen.push(...list.data.map(({ id }) => id))
    cursor = list.next_cursor ?? null
  }
  return seen
}

const uuidsOf = ({ rowsOf }: Mutable): string[] => rowsOf().map(({ uuid }) => uuid)
const isRepeated = (uuid: string, index: number, all: string[]): boolean =>
  all.indexOf(uuid) < index

/**
 * The rows that a walk meets twice, and the rows that it misses although they were there all the
 * time.
 */
async function findFaults(
  walk: (mutable: Mutable) => string[],
  mutable: Mutable,
  step: Omit<Step, 'after'>,
) {
  const before = uuidsOf(mutable)
  mutable.run({ steps: [{ after: 2, ...step }] })
  const seen = walk(mutable)
  const after = new Set(uuidsOf(mutable))
  expect(mutable.log()).toHaveLength(1)
  return {
    repeated: seen.filter(isRepeated),
    missed: before.filter((uuid) => after.has(uuid) && !seen.includes(uuid)),
    expected: before,
  }
}

describe.each(['id', 'created_at'] as const)('in the order of %s', (order) => {
  test('a page client meets rows twice when others come in', async () => {
    const { repeated, missed, expected } = await findFaults(
      walkByPage,
      await createMutable({ order }),
      { insert: 2 },
    )
    expect(repeated).toEqual(expected.slice(4, 6))
    expect(missed).toEqual([])
  })

  test('a page client misses rows when others go', async () => {
    const { repeated, missed, expected } = await findFaults(
      walkByPage,
      await createMutable({ order }),
      { delete: { newest: 2 } },
    )
    expect(repeated).toEqual([])
    expect(missed).toEqual(expected.slice(6, 8))
  })

  test.each<[string, Omit<Step, 'after'>]>([
    ['come in', { insert: 2 }],
    ['go', { delete: { newest: 2 } }],
    ['go that it would have met next', { delete: { oldest: 5 } }],
    ['go at the cursor itself', { delete: { ids: [7] } }],
    ['come, go and change', { insert: 5, delete: { newest: 4 }, touch: { oldest: 9 } }],
  ])('a cursor client meets every row once when others %s', async (_, step) => {
    const { repeated, missed } = await findFaults(
      walkByCursor,
      await createMutable({ order }),
      step,
    )
    expect({ repeated, missed }).toEqual({ repeated: [], missed: [] })
  })

  test('both clients in the same list meet the same change', async () => {
    const mutable = await createMutable({ order })
    mutable.run({ times: 2, steps: [{ after: 2, insert: 1 }] })
    expect(walkByPage(mutable).filter(isRepeated)).toHaveLength(1)
    expect(walkByCursor(mutable).filter(isRepeated)).toEqual([])
    expect(mutable.log()).toMatchObject([{ walk: 1 }, { walk: 2 }])
  })
})
