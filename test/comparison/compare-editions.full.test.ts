import { expect, test } from 'vitest'
import { compareEditions } from '../../src/comparison/compare-editions.ts'
import { startMock } from '../../src/index.ts'

test('a mock gives the same of 20,000 rows', async () => {
  await using mock = await startMock({ generate: 20_000 })
  expect(await compareEditions({ url: mock.url, tokenForPage: mock.token() })).toMatchObject({
    same: true,
    rows: { page: 20_000, cursor: 20_000 },
    requests: { page: 200, cursor: 200 },
    note: null,
  })
})
