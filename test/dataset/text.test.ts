import { expect, test } from 'vitest'
import { formatDataset } from '../../src/dataset/text.ts'

const user = { id: 1, name: 'One', email: '', total_balance: 100 }

test('a dataset whose rows are long looked for gives a turn to others wherever none has come', () => {
  const texts = [
    ...formatDataset({
      users: [user],
      tokens: [],
      assistants: [],
      conversations: [undefined, undefined],
    }),
  ]
  expect(texts.filter((text) => text === '')).toHaveLength(2)
  expect(JSON.parse(texts.join(''))).toEqual({
    users: [{ id: 1, name: 'One', email: '' }],
    tokens: [],
    assistants: [],
    conversations: [],
  })
})
