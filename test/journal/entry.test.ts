import { expect, test } from 'vitest'
import { correlationOf } from '../../src/journal/entry.ts'

test.each([
  [{ 'x-mock-walk': 'w', 'x-correlation-id': 'c', 'x-request-id': 'r' }, 'w'],
  [{ 'x-correlation-id': 'c', 'x-request-id': 'r' }, 'c'],
  [{ 'x-mock-walk': '', 'x-request-id': 'r' }, 'r'],
  [{ 'x-request': 'x' }, null],
])('the correlation of %j is %j', (headers, correlation) => {
  expect(correlationOf(headers)).toBe(correlation)
})
