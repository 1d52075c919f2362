import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { call } from './calls.ts'
import { get } from './refusals.ts'

test('tells what the mock is, and that it is well', async () => {
  await using mock = await startMock({
    dataset: 'thirty',
    edition: 'nicecall',
    rateLimit: 90,
    lookupFirst: true,
  })
  expect((await call(mock, get('/about'))).body).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    node: process.versions.node,
    uptime: expect.any(Number),
    memory: expect.any(Number),
    file: null,
    is_read_only: false,
    dataset: expect.stringContaining('thirty'),
    rows: 30,
    seed: expect.any(Number),
    edition: 'nicecall',
    switches: [
      { flag: '--edition', value: 'nicecall' },
      { flag: '--rate-limit', value: '90' },
      { flag: '--lookup-first', value: 'true' },
    ],
    errors: 0,
    last_error: null,
  })
})
