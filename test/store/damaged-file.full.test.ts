import { test } from 'vitest'
import { expectNamed } from './damaging.ts'

test('whichever page is damaged, it costs the answers that read it, and the log names the file', async () =>
  expectNamed(1))
