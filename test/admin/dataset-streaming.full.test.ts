import { test } from 'vitest'
import { expectStreamed } from './streamed.ts'

test.each([
  [100_000, 'the whole server', ''],
  [30_000, 'one user', '?user=1'],
])(
  '%d rows for %s come in while others are answered, appear at once, and go out as they came',
  { timeout: 600_000 },
  (rows, _whose, query) => expectStreamed(rows, query),
)
