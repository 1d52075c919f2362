import { expect, test, vi } from 'vitest'
import { importRows } from '../../src/admin/row-import.ts'
import { BATCH } from '../../src/dataset/parts.ts'
import { createOwnRows, createRows } from '../store/rows.ts'
import { newFile, open } from '../store/stores.ts'

const ROWS = 4 * BATCH

test('the rows of a new user wait for the log of the file after each part', async () => {
  const file = newFile()
  const store = await open(await createRows(10, 'rising with id'), { file })
  const untilNextChange = vi.fn(store.untilNextChange)
  const user = await importRows(
    { ...store, untilNextChange },
    await createOwnRows(ROWS, 'rising with id', 9),
    () => undefined,
    (staged) => staged.publishUser({ name: 'New', email: '', expires_at: null, tokens: [] }),
  )
  expect([...store.rows.each(user.dataset_id)]).toHaveLength(ROWS)
  expect(untilNextChange.mock.calls.length).toBeGreaterThan(ROWS / BATCH)
})
