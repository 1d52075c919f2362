import { test } from 'vitest'
import { expectNothingLost } from './killing-sends.ts'

test('a program that is killed again and again has all messages that it acknowledged', () =>
  expectNothingLost(12))
