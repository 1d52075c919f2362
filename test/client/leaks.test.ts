import { test } from 'vitest'
import { expectNothingLeft } from './leaving.ts'

test('twenty-five mocks in one process leave neither handles nor memory', () =>
  expectNothingLeft(25))
