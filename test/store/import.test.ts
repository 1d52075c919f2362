import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Dataset } from '../../src/dataset/dataset.ts'
import { createRows } from './rows.ts'
import { newFile, open } from './stores.ts'

const rising = await createRows(60, 'rising with id')
const tied = await createRows(60, 'rising with id, with ties')
const unordered = await createRows(60, 'in no order')

/** Whether the dates of the first and of the second user rise with id, as the store sees it. */
async function chronology(dataset: Dataset): Promise<boolean[]> {
  const file = newFile()
  const store = await open(dataset, { file })
  store.close()
  const db = new Database(file)
  const flags = db
    .prepare<[], number>('SELECT chronological FROM datasets ORDER BY id')
    .pluck()
    .all()
  db.close()
  return flags.map((flag) => flag === 1)
}

/** The rows of both users, those of the first with the dates of other rows. */
const unorderedOfFirst = rising.conversations.map((row, index) =>
  row.assistant_id === 3 ? row : (unordered.conversations[index] ?? row),
)

/** The second half before the first. */
const turned = <T>(rows: readonly T[]): T[] => [...rows.slice(30), ...rows.slice(0, 30)]

describe('dates', () => {
  test.each([
    ['that rise', rising, [true, true]],
    ['that rise with ties', tied, [true, true]],
    ['in no order', unordered, [false, false]],
    ['in no order for one user', { ...rising, conversations: unorderedOfFirst }, [false, true]],
    [
      'that rise, of rows by falling id',
      { ...rising, conversations: rising.conversations.toReversed() },
      [true, true],
    ],
    [
      'that rise, of rows by ids that rise and fall',
      { ...rising, conversations: turned(rising.conversations) },
      [false, false],
    ],
    ['of no rows', { ...rising, conversations: [] }, [true, true]],
  ])('%s are known as such for each user', async (_, dataset, expected) => {
    expect(await chronology(dataset)).toEqual(expected)
  })
})
