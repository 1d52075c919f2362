import { test } from 'vitest'
import { expectWholeSteps } from './killing.ts'

test('twelve kills leave each step whole or undone, and none that was said to be done undone', () =>
  expectWholeSteps(12))
