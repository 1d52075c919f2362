import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { open } from './calls.ts'
import { get } from './refusals.ts'
import { checksumOf, expectStreamed, keepAsking } from './streamed.ts'

test.each([
  [8000, 'the whole server', ''],
  [8000, 'one user', '?user=1'],
])(
  '%d rows for %s come in while others are answered, appear at once, and go out as they came',
  (rows, _whose, query) => expectStreamed(rows, query),
)

test('a long export lets others be answered, and ends when nobody reads it any more', async () => {
  await using mock = await startMock({ generate: 15_000, key: 'watcher=combined' })
  const [whole, half] = [await open(mock, get('/dataset')), await open(mock, get('/dataset'))]
  const stop = keepAsking(mock, 'watcher')
  half.once('data', () => half.destroy())
  await checksumOf(whole)
  expect((await stop()).answers).toBeGreaterThan(10)
  expect(half.destroyed).toBe(true)
})
