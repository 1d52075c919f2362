import { test } from 'vitest'
import { expectShared } from './processes.ts'

test('processes that share a file for long lose and double nothing, and none fails', () =>
  expectShared(12))
