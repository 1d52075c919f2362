import { test } from 'vitest'
import { expectNothingLost } from './killing-sends.ts'

test('a program that is killed has all messages that it acknowledged', () => expectNothingLost(1))
