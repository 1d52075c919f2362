import { test } from 'vitest'
import { expectStreamed } from './streamed.ts'

test(
  '200,000 rows come in while others are answered, appear at once, and go out as they came',
  { timeout: 600_000 },
  () => expectStreamed(200_000, ''),
)
