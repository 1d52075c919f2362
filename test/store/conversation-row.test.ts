import { expect, test } from 'vitest'
import { toColumns } from '../../src/store/conversation-row.ts'
import { given } from '../../src/store/schema.ts'
import { createRows } from './rows.ts'

test('values come in the order of the columns', async () => {
  const { conversations } = await createRows(1, 'rising with id')
  const [row] = conversations
  if (!row) throw new Error('no row')
  const texts = { variables: 'v', basic: 'b', full: 'f' }
  const names = Object.fromEntries(Object.keys(row).map((name) => [name, name]))
  // The names stand for the values.
  const bound = toColumns(1, { ...row, ...names, ai_enabled: true }, texts)
  expect(bound.map((value) => String(value))).toEqual(
    given.split(', ').map((name) => ({ dataset_id: '1', ai_enabled: '1', ...texts })[name] ?? name),
  )
})
