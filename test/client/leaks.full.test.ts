import { test } from 'vitest'
import { expectNothingLeft } from './leaving.ts'

test('a hundred mocks in one process leave neither handles nor memory', () =>
  expectNothingLeft(100))
