import { test } from 'vitest'
import { expectNamed } from './damaging.ts'

// Each page is a mock of its own: damaged-file.full.test.ts has all of them.
test('a page that is damaged costs the answers that read it, and the log names the file', async () =>
  expectNamed(3))
