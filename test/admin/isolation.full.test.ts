import { test } from 'vitest'
import { expectIsolated } from './lives.ts'

test('200 users live side by side, and none of them notices another', () => expectIsolated(200))
