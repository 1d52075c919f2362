import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { begin, read, talk } from '../talking.ts'

test('an export with messages replaces the dataset, and every message is there again', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const chat = await begin(mock)
  await talk(chat, 'a', 'b')
  const { body } = await read(chat)
  await mock.dataset.replace(await mock.dataset.export())
  expect((await read(chat)).body).toEqual(body)
})
