import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { altered, createOwnRows } from './rows.ts'
import { newFile, open } from './stores.ts'

const ROWS = 200

/** The bytes that this process has written so far. */
const written = (): number =>
  Number(/wchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])

test.runIf(process.platform === 'linux')('many new rows fill no temporary file', async () => {
  const dataset = await createOwnRows(ROWS, 'rising with id')
  const [sample] = dataset.conversations
  if (!sample) throw new Error('no rows')
  const store = await open(dataset, { file: newFile() })
  const before = written()
  await store.rows.insertMany(1, {
    assign: (nextId) => Array.from({ length: ROWS }, (_, index) => nextId + index),
    make: (id) => altered(sample, { id, uuid: `new-${id}` }),
  })
  // One statement for each row changes about ten pages of 16 KiB.
  expect(written() - before).toBeLessThan((ROWS * 10 * 16 * 1024) / 4)
})
